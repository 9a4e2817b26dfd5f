// One project: its five prompts, then the four axes and the examination on one of them.
const SAVE_AFTER_MS = 900;
const STATUS = {
  untouched: ["–", "not asked yet"],
  open: ["…", "going on"],
  not_ready: ["✗", "not ready"],
  held: ["✓", "held"],
};
const HEARD = { vague: "Heard as general.", none: "No answer." };

function current(element, is) {
  if (is) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

function part(root, send) {
  const problem = h("p", { class: "keeper-problem", role: "alert" });
  const list = h("ul", { class: "keeper-choices keeper-stories", "aria-label": "Your projects" });
  const wantedNote = h("p", { class: "keeper-note" });
  const create = button("New project", () => leave(() => show({ id: "", digest: "", title: "", role: "", dates: [] }, true)));
  const bar = h("div", { class: "keeper-bar" }, create, wantedNote);
  const form = h("div", { class: "keeper-story", role: "group", "aria-label": "Project", hidden: true });
  root.append(problem, list, bar, form);

  let state;
  let shown = null; // the version that the form was filled from
  let sending = null;
  let next = null; // what to do once a save has come back well, as in the story editor
  let wanted = null;
  let turn = 0;
  let timeout;
  let boxes = {}; // prompt to its box
  const view = fresh("examiner");

  const line = (label, placeholder) => {
    const box = h("input", { type: "text", id: fresh("line"), maxlength: 200, placeholder, oninput: changed, onblur: save });
    return [box, h("div", {}, h("label", { class: "keeper-title", for: box.id }, label), box)];
  };
  const [title, titleRow] = line("Title", "The ledger that two teams shared");
  const [role, roleRow] = line("Your role", "Led it, with two engineers");
  const [dates, datesRow] = line("Dates", "2025-11 to 2026-03");
  const old = h("p", { class: "keeper-note" });
  const prompts = h("details", { open: true }, h("summary", {}, "Five prompts to prepare"));
  const promptRows = h("div", {});
  prompts.append(promptRows);
  const saved = h("span", { class: "keeper-note", role: "status" });
  const again = button("Try again", save, { hidden: true });
  const notice = h("p", { class: "keeper-problem", role: "alert" });
  const exam = h("div", { hidden: true });
  form.append(titleRow, h("div", { class: "keeper-pairs" }, roleRow, datesRow), old, prompts, notice, h("div", { class: "keeper-bar keeper-foot" }, saved, again), exam);

  // The examination
  const lead = h("p", { class: "keeper-title" }, "Four axes: it asks until you have no answer");
  const axes = h("ul", { class: "keeper-choices keeper-axes", "aria-label": "Axes" });
  const talk = h("ul", { class: "keeper-talk", "aria-label": "Asked and answered" });
  const asked = h("p", { id: fresh("asked"), class: "keeper-asked", tabindex: -1 });
  const answer = h("textarea", { id: fresh("answer"), rows: 3, "aria-labelledby": asked.id, maxlength: 4000, placeholder: "Answer as you would aloud." });
  const say = button("Answer", () => sayIt());
  const pass = button("I have no answer", () => reply(""), { class: "keeper-quiet" });
  const asking = h("div", {}, asked, answer, h("div", { class: "keeper-bar keeper-foot" }, h("span", {}), pass, say));
  const verdict = h("div", { class: "keeper-again", role: "status" });
  const restart = button("Ask me again from the start", () => send("restart"));
  exam.append(lead, axes, talk, asking, verdict, restart);

  let answering = false; // on its way: a second click is no second answer
  function reply(text) {
    if (!state.asked || answering) return;
    wait(true);
    send("answer", { question: state.asked, answer: text });
  }
  function wait(on) {
    answering = on;
    say.disabled = pass.disabled = answer.readOnly = on;
  }
  const sayIt = () => (answer.value.trim() ? reply(answer.value) : answer.focus());
  const noMoreKeys = onCtrlEnter(form, (box) => (box === answer ? sayIt() : save()));

  // The form, as in the story editor
  function grow(box) {
    box.style.height = "auto";
    if (box.scrollHeight) box.style.height = `${box.scrollHeight + 2}px`;
  }
  function values() {
    const now = { title: title.value, role: role.value, dates: dates.value.trim() ? [dates.value.trim()] : [] };
    for (const [id, box] of Object.entries(boxes)) now[id] = box.value;
    return now;
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isDirty = () => shown !== null && !same(values(), shown.values);

  function show(project, focus) {
    boxes = {};
    promptRows.replaceChildren(
      ...state.prompts.map(({ id, name, prompt }) => {
        const box = h("textarea", { id: fresh(id), rows: 2, oninput: () => (grow(box), changed()), onblur: save });
        box.value = project[id] ?? "";
        boxes[id] = box;
        return h("div", {}, h("label", { class: "keeper-title", for: box.id }, `${name}: `, h("span", { class: "keeper-note" }, prompt)), box);
      }),
    );
    title.value = project.title;
    role.value = project.role;
    dates.value = project.dates.join(", ");
    shown = { id: project.id, digest: project.digest, values: null };
    shown.values = values();
    form.hidden = false;
    notice.textContent = "";
    prompts.open = !state.prompts.every(({ id }) => project[id]);
    Object.values(boxes).forEach(grow);
    tell();
    if (focus) title.focus();
  }
  function tell() {
    const failed = state.problem && isDirty() && !sending;
    again.hidden = !failed;
    if (sending) saved.textContent = "Saving…";
    else if (failed) saved.textContent = "Not saved.";
    else if (isDirty()) saved.textContent = "Not saved yet.";
    else saved.textContent = shown?.id ? `Saved as projects/${shown.id}.md` : "";
  }
  function changed() {
    tell();
    clearTimeout(timeout);
    timeout = setTimeout(save, SAVE_AFTER_MS);
  }
  function save() {
    clearTimeout(timeout);
    if (sending || !isDirty()) return;
    sending = { turn: `${view}-${++turn}`, values: values(), of: shown };
    tell();
    send("save", { turn: sending.turn, id: shown.id, digest: shown.digest, fields: sending.values });
  }

  function leave(go) {
    save();
    if (sending) next = go;
    else go();
  }

  function drawExam(own) {
    exam.hidden = !state.axes.length || !state.open || shown?.id !== state.open.id;
    if (exam.hidden) return;
    const inside = answering || exam.contains(document.activeElement); // a button that waits has no focus
    const at = axes.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    if (own) wait(false);
    axes.replaceChildren(
      ...state.axes.map(({ id, name, status }) => {
        const [mark, words] = STATUS[status];
        const choice = button(`${mark} ${name}: ${words}`, () => send("axis", id), { "aria-current": id === state.axis ? "true" : null });
        choice.dataset.id = id;
        return h("li", {}, choice);
      }),
    );
    const heard = state.turns.map(({ question, answer, outcome }) =>
      h("li", {}, h("p", {}, question), h("p", {}, answer || "—", HEARD[outcome] ? h("span", { class: "keeper-note" }, ` ${HEARD[outcome]}`) : "")),
    );
    talk.replaceChildren(...heard);
    talk.hidden = !heard.length;
    if (asked.textContent !== (state.asked ?? "")) {
      asked.textContent = state.asked ?? "";
      if (!state.problem) answer.value = ""; // an answer that was not taken stays
    }
    asking.hidden = !state.asked;
    const now = state.axes.find(({ id }) => id === state.axis);
    verdict.replaceChildren();
    if (now && (now.status === "held" || now.status === "not_ready")) {
      verdict.append(h("p", {}, h("strong", {}, now.status === "held" ? "Held. " : "Not ready. "), now.why));
      if (now.find_out) verdict.append(h("p", {}, h("strong", {}, "Find out: "), `${now.find_out}.`));
      if (state.all_held) verdict.append(h("p", {}, "All four axes held: this project is ready."));
    }
    verdict.hidden = !verdict.hasChildNodes();
    restart.hidden = !state.turns.length;
    lead.textContent = state.all_held ? "Four axes, all held" : "Four axes: it asks until you have no answer";
    if (own && inside) {
      if (at !== null && at !== state.axis) axes.querySelector(`[data-id="${at}"]`)?.focus();
      else if (state.asked) answer.focus();
      else if (!restart.hidden) restart.focus();
    }
  }

  let heads = "";
  const update = (now, own) => {
    state = now;
    problem.textContent = [state.problem, ...state.problems].filter(Boolean).join(" ");
    bar.hidden = !state.ready;
    if (!state.ready && !state.projects) {
      list.hidden = true;
      return;
    }
    const fingerprint = JSON.stringify(state.projects);
    if (heads !== fingerprint) {
      heads = fingerprint;
      list.replaceChildren(
        ...state.projects.map(({ id, title: name, held }) => {
          const choice = button(held ? `${name} (${held} of 4 axes held)` : name, () => leave(() => ((wanted = id), send("open", id))));
          choice.dataset.id = id;
          return h("li", {}, choice);
        }),
      );
    }
    list.hidden = !state.projects.length;
    wantedNote.textContent = state.wanted;

    if (sending && state.saved.turn === sending.turn) {
      const { id, digest, notice: words } = state.saved;
      Object.assign(sending.of, { id, digest, values: sending.values });
      if (words) notice.textContent = words;
      sending = null;
      const go = words ? null : next;
      next = null;
      if (isDirty()) changed();
      else if (go) return go();
    } else if (sending && own) {
      sending = next = null;
    }

    if (own && wanted && state.open?.id === wanted) show(state.open, false);
    else if (state.open && shown === null) show(state.open, false);
    else if (state.open && shown?.id === state.open.id && shown.digest !== state.open.digest && !sending && !isDirty()) show(state.open, false);
    if (own) wanted = null;
    old.textContent = state.old ?? "";
    for (const one of list.querySelectorAll("button")) current(one, one.dataset.id === shown?.id);
    tell();
    drawExam(own);
  };

  const look = () => !sending && send("hello", null, true);
  window.addEventListener("focus", look);
  update.end = () => {
    save();
    clearTimeout(timeout);
    window.removeEventListener("focus", look);
    noMoreKeys();
  };
  return update;
}
