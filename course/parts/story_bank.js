// The list of stories and the form of one. The form saves itself; what was saved last, and whether it was, stands below it.
const SAVE_AFTER_MS = 900;
const WORDS_PER_MINUTE = 150;
const SECTIONS = [
  ["situation", "Situation", "Where, when, and why it mattered. Two sentences."],
  ["task", "Task", "What was yours to decide or to do."],
  ["action", "Action", "What you did: I, not we. Most of the time goes here."],
  ["result", "Result", "What came of it, measured."],
  ["reflection", "Reflection", "What you would do differently today."],
];
const LISTS = [
  ["metrics", "Metrics", "p99 from 900 ms to 120 ms"],
  ["rejected", "Alternatives rejected", "A second cache: one more thing to keep consistent"],
  ["people", "People", "The on-call engineer, the payments team"],
  ["dates", "Dates", "2025-03"],
];

function part(root, send) {
  const problem = h("p", { class: "keeper-problem", role: "alert" });
  const list = h("ul", { class: "keeper-choices keeper-stories", "aria-label": "Your stories" });
  const empty = h("p", { class: "keeper-note" }, "No story yet.");
  const create = button("New story", () => leave(() => show(BLANK, true)));
  const said = h("span", { class: "keeper-note", role: "status" });
  const form = h("div", { class: "keeper-story", role: "group", "aria-label": "Story", hidden: true });
  const files = h("details", { hidden: true }, h("summary", {}, "About your files"));
  const about = h("ul", { class: "keeper-plainlist" });
  files.append(about);
  root.append(problem, list, empty, h("div", { class: "keeper-bar" }, create, said), files, form);

  const BLANK = { id: "", digest: "", title: "", project: "", themes: [], values: [] };
  for (const [name] of SECTIONS) BLANK[name] = "";
  for (const [name] of LISTS) BLANK[name] = [];

  let state;
  let shown = null; // id and digest of the version that the form was filled from, and its values as they were then
  let sending = null; // a save on its way: its turn, its values and the version it is of
  let next = null; // what to do once that save has come back well: the form holds what is not saved
  let wanted = null; // the id that was clicked and not shown yet
  let turn = 0;
  let timeout;
  const fields = {};

  // The form

  const title = h("input", { type: "text", id: fresh("title"), maxlength: 200, oninput: changed, onblur: save, placeholder: "The deploy that took search down" });
  const chips = (name, label, hint) => {
    const group = h("div", { class: "keeper-chips", role: "group", "aria-labelledby": fresh(name) });
    const legend = h("p", { class: "keeper-title", id: group.getAttribute("aria-labelledby") }, label, " ", h("span", { class: "keeper-note" }, hint));
    fields[name] = { group, chosen: [] };
    return [legend, group];
  };
  const area = (name, label, hint, rows) => {
    const id = fresh(name);
    const box = h("textarea", { id, rows, oninput: () => (grow(box), changed()), onblur: save, placeholder: hint });
    fields[name] = { box };
    return h("div", {}, h("label", { class: "keeper-title", for: id }, label), box);
  };
  const length = h("p", { class: "keeper-note" });
  const saved = h("span", { class: "keeper-note", role: "status" });
  const again = button("Try again", save, { hidden: true });
  const notice = h("p", { class: "keeper-problem", role: "alert" });
  const remove = button("Delete", () => ask(true), { class: "keeper-quiet" });
  const close = button("Close", () => leave(() => ((wanted = ""), send("close"))), { class: "keeper-quiet" });
  const keep = button("Keep it", () => ask(false));
  const really = button("Delete it", () => {
    clearTimeout(timeout);
    wanted = "";
    send("delete", shown.id);
  });
  const question = h("p", { id: fresh("delete") }, "Delete this story? A copy is kept in backups/.");
  const asking = h("div", { class: "keeper-again", role: "group", "aria-labelledby": question.id, hidden: true }, question, h("div", { class: "keeper-bar" }, keep, really));
  const projects = h("datalist", { id: fresh("projects") });
  const project = h("input", { type: "text", id: fresh("project"), list: projects.id, maxlength: 200, oninput: changed, onblur: save });
  form.append(
    h("div", {}, h("label", { class: "keeper-title", for: title.id }, "Title"), title),
    ...chips("themes", "Themes", "which questions it answers"),
    ...chips("values", "Values", "the first is the one you tell it for"),
    ...SECTIONS.map(([name, label, hint]) => area(name, label, hint, name === "action" ? 4 : 2)),
    length,
    h("div", { class: "keeper-pairs" }, ...LISTS.map(([name, label, hint]) => area(name, `${label}, one a line`, hint, 2))),
    h("div", {}, h("label", { class: "keeper-title", for: project.id }, "Project"), project, projects),
    notice,
    h("div", { class: "keeper-bar keeper-foot" }, saved, again, close, remove),
    asking,
  );

  function ask(open) {
    asking.hidden = !open;
    if (open) keep.focus();
    else remove.focus();
  }
  function grow(box) {
    box.style.height = "auto";
    if (box.scrollHeight) box.style.height = `${box.scrollHeight + 2}px`;
  }
  function values() {
    const now = { title: title.value, project: project.value };
    for (const name of ["themes", "values"]) now[name] = [...fields[name].chosen];
    for (const [name] of SECTIONS) now[name] = fields[name].box.value;
    for (const [name] of LISTS) now[name] = fields[name].box.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return now;
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isDirty = () => shown !== null && !same(values(), shown.values);

  function chip(name, { id, name: label }) {
    const field = fields[name];
    const one = h("button", { type: "button", class: "keeper-chip" });
    one.addEventListener("click", () => {
      const at = field.chosen.indexOf(id);
      if (at < 0) field.chosen.push(id);
      else field.chosen.splice(at, 1);
      draw();
      changed();
    });
    const draw = () => field.draw();
    return { id, label, one };
  }
  function buildChips(name, terms) {
    const field = fields[name];
    field.chips = terms.map((term) => chip(name, term));
    field.group.replaceChildren(...field.chips.map(({ one }) => one));
    field.draw = () => {
      for (const { id, label, one } of field.chips) {
        const at = field.chosen.indexOf(id);
        one.setAttribute("aria-pressed", at >= 0);
        one.textContent = `${at >= 0 ? "✓ " : ""}${label}${name === "values" && at === 0 && field.chosen.length > 1 ? " (first)" : ""}`;
      }
    };
    field.draw();
  }

  /** Fill the form with a version of a story. */
  function show(story, focus) {
    const others = state.other_values.filter(({ id }) => story.values.includes(id));
    fields.themes.chosen = [...story.themes];
    fields.values.chosen = [...story.values];
    buildChips("themes", state.themes);
    buildChips("values", [...state.values, ...others]);
    title.value = story.title;
    project.value = story.project;
    for (const [name] of SECTIONS) fields[name].box.value = story[name];
    for (const [name] of LISTS) fields[name].box.value = story[name].join("\n");
    shown = { id: story.id, digest: story.digest, values: null };
    shown.values = values();
    form.hidden = false;
    asking.hidden = true;
    notice.textContent = "";
    remove.hidden = !story.id;
    for (const [name] of [...SECTIONS, ...LISTS]) grow(fields[name].box);
    measure();
    tell();
    mark();
    if (focus) title.focus();
  }
  function hide() {
    shown = null;
    form.hidden = true;
    mark();
  }
  function mark() {
    for (const one of list.querySelectorAll("button")) {
      if (shown !== null && one.dataset.id === shown.id) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }
  function measure() {
    const words = SECTIONS.flatMap(([name]) => fields[name].box.value.split(/\s+/).filter(Boolean)).length;
    const seconds = Math.round((words * 60) / WORDS_PER_MINUTE);
    length.textContent = words ? `${words} words, about ${seconds} s aloud; ninety are the aim.` : "";
  }
  function tell() {
    const failed = state.problem && isDirty() && !sending;
    again.hidden = !failed;
    if (sending) saved.textContent = "Saving…";
    else if (failed) saved.textContent = "Not saved.";
    else if (isDirty()) saved.textContent = "Not saved yet.";
    else saved.textContent = shown?.id ? `Saved as stories/${shown.id}.md` : "";
  }
  function changed() {
    measure();
    tell();
    clearTimeout(timeout);
    timeout = setTimeout(save, SAVE_AFTER_MS);
  }
  function save() {
    clearTimeout(timeout);
    if (sending || !isDirty()) return;
    sending = { turn: `${root.dataset.view}-${++turn}`, values: values(), of: shown };
    tell();
    send("save", { turn: sending.turn, id: shown.id, digest: shown.digest, fields: sending.values });
  }
  root.dataset.view = fresh("bank");

  /** Do what replaces the form once everything in it is saved; not at all when that fails. */
  function leave(go) {
    save();
    if (sending) next = go;
    else go();
  }

  const noMoreKeys = onCtrlEnter(form, save);

  // The list

  function drawList() {
    const ids = [...list.querySelectorAll("button")].map((one) => `${one.dataset.id}\n${one.textContent}`);
    const now = state.stories.map((one) => `${one.id}\n${one.title}`);
    if (same(ids, now)) return;
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    list.replaceChildren(
      ...state.stories.map((one) => {
        const choice = h("button", { type: "button", "data-id": one.id, title: one.themes.join(", ") }, one.title);
        choice.addEventListener("click", () => leave(() => ((wanted = one.id), send("open", one.id))));
        return h("li", {}, choice);
      }),
    );
    if (focused !== null) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  let heard = "";
  const update = (now, own) => {
    state = now;
    problem.textContent = state.problem;
    create.hidden = !state.ready;
    if (!state.ready) {
      list.hidden = empty.hidden = true;
      tell();
      return;
    }
    drawList();
    list.hidden = !state.stories.length;
    empty.hidden = state.stories.length > 0;
    said.textContent = state.deleted;
    files.hidden = !state.problems.length;
    if (heard !== state.problems.join("\n")) {
      heard = state.problems.join("\n");
      about.replaceChildren(...state.problems.map((one) => h("li", {}, one)));
      files.open = true;
    }
    projects.replaceChildren(...state.projects.map(({ id, title }) => h("option", { value: id }, title)));

    if (sending && state.saved.turn === sending.turn) {
      const { id, digest, notice: words } = state.saved;
      Object.assign(sending.of, { id, digest, values: sending.values });
      if (words) notice.textContent = words;
      remove.hidden = false;
      sending = null;
      window.dispatchEvent(new CustomEvent("keeper-stories"));
      const go = words ? null : next; // what has to be read stays in sight
      next = null;
      if (isDirty()) changed();
      else if (go) return go();
    } else if (sending && own) {
      sending = next = null; // it came back unsaved; state.problem says why
    }

    if (own && wanted === "" && !state.problem) hide();
    else if (own && wanted && state.open?.id === wanted) show(state.open, true);
    else if (state.open && shown === null && wanted === null) show(state.open, false);
    else if (state.open && shown?.id === state.open.id && shown.digest !== state.open.digest && !sending && !isDirty()) {
      show(state.open, false); // edited elsewhere, and nothing to lose here
    }
    if (own) wanted = null;
    if (state.deleted && own) window.dispatchEvent(new CustomEvent("keeper-stories"));
    mark();
    tell();
  };

  const look = () => !sending && send("hello", null, true); // the files may have been edited meanwhile
  window.addEventListener("focus", look);
  update.end = () => {
    save();
    clearTimeout(timeout);
    window.removeEventListener("focus", look);
    noMoreKeys();
  };
  return update;
}
