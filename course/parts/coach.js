// An answer in a box; below it the coach's reading: shares, labelled sentences, findings.
const TARGET_S = 90;
const FIRST = 3; // findings shown in full; the rest on demand

function part(root, send) {
  const question = h("p", { class: "keeper-title" });
  const box = h("textarea", {
    id: fresh("answer"),
    rows: 7,
    oninput: () => (saving.soon(), stale()),
    onblur: () => saving.now(),
  });
  const label = h("label", { class: "keeper-title", for: box.id }, "Your answer, as you would say it");
  const note = h("span", { class: "keeper-note", role: "status" });
  const read = button("Read my answer", () => {
    saving.not();
    asked = true;
    send("read", box.value);
  });
  const reading = h("div", { class: "keeper-reading" });
  root.append(question, label, box, h("div", { class: "keeper-bar keeper-below" }, read, note), reading);

  const saving = saver(() => send("draft", box.value, true));
  let asked = false;
  let shown = null; // the answer whose reading is on the page
  let first = true;
  const stale = () => {
    note.textContent = shown && box.value !== shown ? "Changed since it was read." : "";
  };

  const said = (kind) => kind.replaceAll("_", " ");
  const mark = (name, names) =>
    h("span", { class: `keeper-label keeper-${name}` }, h("abbr", { title: names[name] }, name));

  function shares({ shares }, names) {
    const some = Object.entries(shares).filter(([, share]) => share > 0);
    return h(
      "div",
      { class: "keeper-shares", role: "img", "aria-label": some.map(([name, share]) => `${names[name]} ${Math.round(100 * share)} %`).join(", ") },
      ...some.map(([name, share]) =>
        h("span", { class: `keeper-${name}`, style: `flex-grow: ${share}`, title: names[name] }, `${name} ${Math.round(100 * share)} %`),
      ),
    );
  }

  function finding({ kind, quote, why, rubric, follow_up }) {
    return h(
      "li",
      {},
      h("p", {}, h("strong", {}, said(kind)), " ", h("span", { class: "keeper-note" }, rubric)),
      ...(quote ? [h("blockquote", {}, quote)] : []),
      h("p", {}, why),
      h("p", { class: "keeper-note" }, `They ask: ${follow_up}`),
    );
  }

  function signals(name, pieces) {
    if (!pieces.length) return [];
    return [h("p", { class: "keeper-title" }, name), h("ul", { class: "keeper-signals" }, ...pieces.map((piece) => h("li", {}, piece)))];
  }

  function show(state) {
    const it = state.reading;
    const findings = it.findings.slice(0, FIRST).map(finding);
    const rest = it.findings.slice(FIRST).map(finding);
    reading.replaceChildren(
      h("p", { class: "keeper-title" }, `About ${Math.round(it.seconds)} s of ${TARGET_S}; strength ${it.strength} of 5`),
      shares(it, state.names),
      h(
        "ol",
        { class: "keeper-sentences", "aria-label": "Sentences and what each does" },
        ...it.sentences.map(({ text, label: name }) => h("li", {}, mark(name, state.names), h("span", {}, text))),
      ),
      h("p", { class: "keeper-title" }, findings.length ? "What an interviewer would stumble over" : "Nothing to stumble over."),
      h("ol", { class: "keeper-findings", hidden: !findings.length }, ...findings),
      ...(rest.length ? [h("details", {}, h("summary", {}, `${rest.length} more`), h("ol", { class: "keeper-findings", start: FIRST + 1 }, ...rest))] : []),
      ...signals("This would relieve a colleague", it.signals.relief),
      ...signals("This would worry a colleague", it.signals.anxiety),
    );
  }

  const update = (state, own) => {
    question.textContent = state.question;
    question.hidden = !state.question;
    box.maxLength = state.limit;
    if (first) box.value = state.draft;
    first = false;
    if (state.reading && state.answer !== shown) show(state);
    if (!state.reading) reading.replaceChildren();
    shown = state.reading ? state.answer : null;
    stale();
    if (own && asked && !state.reading) note.textContent = "Write your answer first.";
    if (own) asked = false;
  };
  update.end = saving.now;
  return update;
}
