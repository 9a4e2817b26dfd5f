// A conversation: what was asked, with its answer, then what could still be asked.
function part(root, send) {
  const title = h("p", { class: "keeper-title", id: fresh("clarify") }, "What do you ask before you start?");
  const asked = h("ul", { class: "keeper-talk", "aria-live": "polite", "aria-label": "Asked and answered" });
  const open = h("ul", { class: "keeper-choices", "aria-labelledby": title.id });
  const note = h("p", { class: "keeper-note" });
  const never = h("div", {});
  root.append(title, asked, open, note, never);

  const exchange = ({ question, answer }) => h("li", {}, markup("p", question), markup("p", answer));
  const byId = new Map(); // question -> its list item, so that only what changed is touched

  return (state, own) => {
    for (let i = asked.children.length; i < state.asked.length; i++) asked.append(exchange(state.asked[i]));
    asked.hidden = state.asked.length === 0;

    const wanted = new Set(state.open.map((one) => one.id));
    let focus = null;
    for (const [id, item] of byId) {
      if (wanted.has(id)) continue;
      if (item.contains(document.activeElement)) focus = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      byId.delete(id);
    }
    for (const one of state.open) {
      if (byId.has(one.id)) continue;
      const choice = markup("button", one.question, { type: "button" });
      choice.addEventListener("click", () => send("ask", one.id));
      const item = h("li", {}, choice);
      byId.set(one.id, item);
      open.append(item);
    }
    open.hidden = state.open.length === 0;
    if (own && focus) focus.querySelector("button")?.focus();

    const count = `${state.asked.length} of ${state.of} asked.`;
    if (state.never_asked.length) note.textContent = count;
    else if (state.open.length === 0) note.textContent = `All ${state.of} asked.`;
    else note.textContent = `${count} What you leave out comes after you have solved it.`;

    if (state.never_asked.length && !never.hasChildNodes()) {
      never.append(
        h("p", { class: "keeper-title" }, "What you did not ask"),
        h("ul", { class: "keeper-talk" }, ...state.never_asked.map(exchange)),
      );
    }
  };
}
