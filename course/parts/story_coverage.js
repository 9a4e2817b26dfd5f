// The map: a table of themes and values by story. A filled mark is what a story is told for, a ring what it shows as well.
const MARKS = { first: ["●", "first"], also: ["○", "also"] };

function part(root, send) {
  const problem = h("p", { class: "keeper-problem", role: "alert" });
  const findings = h("ul", { class: "keeper-findings", "aria-label": "What the bank lacks" });
  const region = h("div", { class: "keeper-scroll", role: "region", tabindex: 0, "aria-label": "Coverage map" });
  const legend = h("p", { class: "keeper-note" }, "● the first of a story's themes or values, ○ another one it shows");
  const stories = h("ol", { class: "keeper-columns" });
  root.append(problem, findings, region, legend, stories);

  function row(one, columns) {
    const count = Object.keys(one.marks).length;
    const cells = columns.map(({ id, title }) => {
      const mark = MARKS[one.marks[id]];
      const cell = h("td", { class: mark ? `keeper-is-${mark[1]}` : "" });
      if (mark) cell.append(h("span", { "aria-hidden": "true" }, mark[0]), h("span", { class: "keeper-unseen" }, `${mark[1]}: ${title}`));
      else cell.append(h("span", { class: "keeper-unseen" }, "no"));
      return cell;
    });
    const total = h("td", { class: "keeper-count" }, one.missing ? "none" : `${count}`);
    return h(
      "tr",
      { class: one.missing ? "keeper-missing" : "", "data-count": Math.min(count, 3) },
      h("th", { scope: "row", title: one.rows.join(", ") }, one.name),
      ...cells,
      total,
    );
  }
  function block(name, rows, columns) {
    const head = h("tr", { class: "keeper-block" }, h("th", { scope: "rowgroup", colspan: columns.length + 2 }, name));
    return h("tbody", {}, head, ...rows.map((one) => row(one, columns)));
  }

  let drawn = "";
  const update = (state) => {
    problem.textContent = [state.problem, ...(state.problems.length ? [`Not in this map: ${state.problems.length === 1 ? "one file" : `${state.problems.length} files or lines`} that can't be read. The story bank says which.`] : [])].filter(Boolean).join(" ");
    const ready = state.ready && state.stories.length > 0;
    region.hidden = legend.hidden = stories.hidden = !ready;
    findings.hidden = !state.ready || !state.findings.length;
    const { turn, ...rest } = state;
    if (drawn === JSON.stringify(rest)) return; // else a screen reader loses its place
    drawn = JSON.stringify(rest);
    if (!state.ready) return;
    findings.replaceChildren(...state.findings.map((one) => h("li", {}, one)));
    if (!ready) return;
    const columns = state.stories;
    const heads = columns.map(({ title }, at) =>
      h("th", { scope: "col", title }, h("span", { "aria-hidden": "true" }, `${at + 1}`), h("span", { class: "keeper-unseen" }, title)),
    );
    region.replaceChildren(
      h(
        "table",
        { class: "keeper-map" },
        h("caption", { class: "keeper-unseen" }, "Themes and values by story"),
        h("thead", {}, h("tr", {}, h("td", {}), ...heads, h("th", { scope: "col" }, "Stories"))),
        block("Themes", state.themes, columns),
        block("Values", state.values, columns),
      ),
    );
    stories.replaceChildren(
      ...columns.map(({ title, notes, rehearsals, days_since_rehearsal: days }) => {
        const told = rehearsals ? `rehearsed ${rehearsals === 1 ? "once" : `${rehearsals} times`}, last ${days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`}` : "";
        return h("li", {}, h("strong", {}, title), told ? h("span", { class: "keeper-note" }, ` ${told}`) : "", h("ul", {}, ...notes.map((one) => h("li", {}, one))));
      }),
    );
  };

  const look = () => send("hello", null, true);
  let seen = true;
  const sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting: now } of entries) {
      // A busy page tells of going and coming in one call.
      if (now && !seen) look();
      seen = now;
    }
  });
  sight.observe(root);
  window.addEventListener("focus", look);
  window.addEventListener("keeper-stories", look); // the editor in the same window has saved one
  update.end = () => {
    sight.disconnect();
    window.removeEventListener("focus", look);
    window.removeEventListener("keeper-stories", look);
  };
  return update;
}
