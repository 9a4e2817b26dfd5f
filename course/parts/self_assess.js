// The rubric: one group of radio buttons a criterion, then a note to oneself.
const RATINGS = [
  ["missing", "Missing"],
  ["partly", "Partly"],
  ["clear", "Clear"],
];
const LEADS = { L5: "What an L5 answer has", L6: "What L6 adds" };
const SAVE_NOTE_AFTER_MS = 800;

function part(root, send) {
  const closed = h(
    "div",
    { class: "keeper-bar" },
    button("Compare with the rubric", () => send("open")),
    h("span", { class: "keeper-note" }, "Write your answer above first."),
  );
  const rubric = h("div", { hidden: true });
  root.append(closed, rubric);

  let counts;
  let note;
  let timeout;
  const saveNote = () => {
    clearTimeout(timeout);
    if (timeout !== undefined) send("note", note.value);
    timeout = undefined;
  };

  function criterion({ id, text, rating }) {
    const name = fresh("rating");
    return h(
      "fieldset",
      { class: "keeper-criterion" },
      markup("legend", text),
      h(
        "div",
        { class: "keeper-ratings" },
        ...RATINGS.map(([value, label]) =>
          h(
            "label",
            {},
            h("input", {
              type: "radio",
              name,
              value,
              checked: rating === value,
              onchange: () => send("rate", { criterion: id, rating: value }),
            }),
            h("span", {}, label),
          ),
        ),
      ),
    );
  }

  function build(state) {
    for (const level of state.levels) {
      const title = h("p", { class: "keeper-title", id: fresh("level") }, LEADS[level.name] ?? level.name);
      rubric.append(
        h("div", { role: "group", "aria-labelledby": title.id }, title, ...level.criteria.map(criterion)),
      );
    }
    counts = h("p", { class: "keeper-note", role: "status" });
    note = h("textarea", {
      id: fresh("note"),
      rows: 2,
      oninput: () => {
        clearTimeout(timeout);
        timeout = setTimeout(saveNote, SAVE_NOTE_AFTER_MS);
      },
      onblur: saveNote,
    });
    note.value = state.note;
    rubric.append(counts, h("label", { class: "keeper-title", for: note.id }, "What you will change next time"), note);
  }

  const update = (state, own) => {
    const opened = state.open && rubric.hidden;
    if (opened) build(state);
    closed.hidden = state.open;
    rubric.hidden = !state.open;
    if (state.open) {
      counts.textContent = state.levels
        .map(({ name, counts: { clear, partly, of } }) => `${name}: ${clear} of ${of} clear${partly ? `, ${partly} partly` : ""}.`)
        .join(" ");
    }
    if (opened && own) rubric.querySelector("input")?.focus();
  };
  update.end = saveNote;
  return update;
}
