// The bar: next hint and solution; below it what has been shown, appended so that a screen reader reads what is new.
function part(root, send) {
  let state;
  const next = button("", () => send("hint", state.hints.length + 1));
  const solve = button("Show the solution", () => send("solution"), { class: "keeper-quiet" });
  const passed = h("span", { class: "keeper-note" });
  const bar = h("div", { class: "keeper-bar", role: "group", "aria-label": "Help" }, next, solve, passed);

  const anyway = button("Show it anyway", () => send("solution_anyway"));
  const keepTrying = button("Keep trying", () => send("keep_trying"));
  const question = h("p", { id: fresh("again") });
  const again = h(
    "div",
    { class: "keeper-again", role: "group", "aria-labelledby": question.id, hidden: true },
    question,
    h("div", { class: "keeper-bar" }, keepTrying, anyway),
  );

  const shown = h("div", { class: "keeper-shown", "aria-live": "polite" });
  const solution = h("div", { "aria-live": "polite" });
  root.append(bar, again, shown, solution);

  const fold = (title, html) =>
    h(
      "details",
      { open: true },
      h("summary", {}, title),
      markup("div", html, { class: "keeper-text jp-RenderedHTMLCommon" }),
    );

  return (now, own) => {
    state = now;
    const used = state.hints.length;
    const inside = root.contains(document.activeElement);

    for (let i = shown.children.length; i < used; i++) shown.append(fold(`Hint ${i + 1}`, state.hints[i]));

    next.hidden = state.of === 0;
    next.disabled = used === state.of;
    next.textContent = used === state.of ? `All ${state.of} hints shown` : `Hint ${used + 1} of ${state.of}`;

    solve.hidden = state.solution !== null || state.asking_again;
    passed.textContent = state.passed && state.solution === null ? "You passed: compare yours with it." : "";

    const left = state.of - used;
    question.textContent =
      "The visible cases have not passed here yet. " +
      (left ? `${left === 1 ? "One hint is" : `${left} hints are`} left. ` : "") +
      "Opening the solution is noted in your progress.";
    again.hidden = !state.asking_again;

    if (state.solution !== null && !solution.hasChildNodes()) {
      solution.append(fold("Solution", state.solution));
    }

    // Focus follows what was clicked, instead of falling to the page's top with a button that went.
    if (own && inside && !bar.contains(document.activeElement)) {
      if (state.asking_again) keepTrying.focus();
      else if (state.solution !== null) solution.querySelector("summary").focus();
      else solve.focus();
    } else if (own && inside && next.disabled && document.activeElement === next) {
      solve.focus();
    }
    if (own && state.asking_again) keepTrying.focus();
  };
}
