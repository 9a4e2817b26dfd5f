// A question, and the stories for it.
function part(root, send) {
  const problem = h("p", { class: "keeper-problem", role: "alert" });
  const box = h("input", { type: "text", id: fresh("question"), maxlength: 500, placeholder: "Tell me about a time you changed your mind." });
  const ask = h("button", { type: "submit" }, "Find stories");
  const form = h(
    "form",
    { onsubmit: (event) => (event.preventDefault(), send("search", box.value)) },
    h("label", { class: "keeper-title", for: box.id }, "The interviewer asks"),
    h("div", { class: "keeper-bar keeper-ask" }, box, ask),
  );
  const probes = h("p", { class: "keeper-note" });
  const found = h("ol", { class: "keeper-columns" });
  root.append(problem, form, h("div", { "aria-live": "polite" }, probes, found));

  let filled = false;
  const update = (state) => {
    problem.textContent = state.problem;
    form.hidden = found.hidden = probes.hidden = !state.ready;
    if (!state.ready) return;
    if (!filled) box.value = state.question;
    filled = true;
    if (!state.question.trim()) probes.textContent = "";
    else if (!state.stories) probes.textContent = "There is no story yet.";
    else if (!state.matches.length) probes.textContent = "None of its words says what it is after. Put it in other words.";
    else if (!state.probes.length) probes.textContent = "By words alone: no known question is like it.";
    else probes.textContent = `Probably probes ${state.probes.map(({ row, what }) => `${what} (${row})`).join(", or ")}.`;
    found.replaceChildren(
      ...state.matches.map(({ title, why }) => h("li", {}, h("strong", {}, title), h("ul", {}, h("li", {}, why)))),
    );
  };
  const look = () => send("hello", null, true);
  window.addEventListener("keeper-stories", look);
  update.end = () => window.removeEventListener("keeper-stories", look);
  return update;
}
