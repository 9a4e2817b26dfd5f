// The rubric: one group of radio buttons a criterion, then a note to oneself.
const LEADS = { L5: "What an L5 answer has", L6: "What L6 adds" };

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
  const saving = saver(() => send("note", note.value));
  const rated = (one) => criterion(one, (id, rating) => send("rate", { criterion: id, rating }));

  function build(state) {
    for (const level of state.levels) {
      const title = h("p", { class: "keeper-title", id: fresh("level") }, LEADS[level.name] ?? level.name);
      rubric.append(
        h("div", { role: "group", "aria-labelledby": title.id }, title, ...level.criteria.map(rated)),
      );
    }
    counts = h("p", { class: "keeper-note", role: "status" });
    note = h("textarea", {
      id: fresh("note"),
      rows: 2,
      oninput: saving.soon,
      onblur: saving.now,
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
  update.end = saving.now;
  return update;
}
