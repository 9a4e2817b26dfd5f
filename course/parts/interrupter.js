// What the interviewer said, with the learner's answer and what a good one contains; and, while one waits for an answer
// out of sight, a notice in the corner of the page.
function part(root, send) {
  const talk = h("div", {});
  const says = h("p", { id: fresh("says") });
  const saving = saver(() => send("draft", { number, text: box.value }, true));
  const box = h("textarea", { id: fresh("reaction"), rows: 3, "aria-labelledby": says.id, placeholder: "React as you would aloud.", oninput: saving.soon, onblur: saving.now });
  const say = button("Say it", () => sayIt());
  const open = h("div", { class: "keeper-interruption keeper-now", role: "group", "aria-label": "The interviewer interrupts", hidden: true }, says, box, h("div", { class: "keeper-bar keeper-under" }, say));
  const count = h("span", { class: "keeper-note" });
  const now = button("Interrupt me now", () => send("now"), { class: "keeper-quiet" });
  root.append(talk, open, h("div", { class: "keeper-bar" }, count, now));

  let number = 0; // of the one that waits, among those spoken; 0 for none
  let saying = false;
  const noMoreKeys = onCtrlEnter(open, () => sayIt());

  function sayIt() {
    if (saying || !number) return;
    if (!box.value.trim()) return box.focus();
    saving.not();
    wait(true);
    send("say", { number, text: box.value });
  }
  function wait(on) {
    saying = say.disabled = box.readOnly = on;
  }

  function answered({ says, text, took, good }, at) {
    const title = h("p", { class: "keeper-title", id: fresh("good") }, "A good reaction");
    const rate = (criterion, rating) => send("rate", { number: at, criterion, rating });
    return h(
      "div",
      { class: "keeper-interruption" },
      markup("p", says),
      h("p", { class: "keeper-said" }, text),
      took ? h("p", { class: "keeper-note" }, `Answered after ${took}.`) : "",
      h("div", { role: "group", "aria-labelledby": title.id }, title, ...good.map((one) => criterion(one, rate))),
    );
  }

  // The notice stands outside the notebook, so that it is seen wherever in it the learner is. It takes no focus.
  const spoken = h("p", { class: "keeper-unseen", role: "status", "aria-live": "polite" });
  const card = h("div", { role: "group", "aria-label": "Interruption", hidden: true });
  const notice = h("div", { class: "keeper keeper-interrupts" }, spoken, card);
  document.body.append(notice);
  let panel = null; // the notebook: where another one is in front, nothing is noticed
  let inSight = new Map();
  let dismissed = 0;
  let watching;
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inSight.set(target, isIntersecting);
    draw();
  });
  function watch() {
    clearTimeout(watching);
    sight.disconnect();
    inSight = new Map();
    draw();
    if (!number) return;
    if (!root.isConnected) return void (watching = setTimeout(watch, 100)); // drawn, not on the page yet
    panel = root.closest(".jp-NotebookPanel");
    sight.observe(open);
    if (panel) sight.observe(panel);
  }
  function draw() {
    const there = inSight.get(open) === false && (!panel || inSight.get(panel));
    card.hidden = !number || number === dismissed || !there;
  }
  function speak() {
    const words = () => [h("strong", {}, "The interviewer interrupts: "), ...markup("span", says.innerHTML).childNodes];
    spoken.replaceChildren(...(number ? words() : []));
    card.replaceChildren(h("p", {}, ...words()), h("div", { class: "keeper-bar" }, button("Answer", goThere), button("Not now", dismiss, { class: "keeper-quiet" })));
  }
  function goThere() {
    box.focus({ preventScroll: true });
    open.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => open.scrollIntoView({ block: "center" })); // cells on the way may have been laid out only now
  }
  function dismiss() {
    dismissed = number;
    draw();
  }

  const update = (state, own) => {
    const waiting = state.spoken.findIndex((one) => !one.answered) + 1;
    const done = state.spoken.filter((one) => one.answered);
    const grew = done.length > talk.children.length;
    while (talk.children.length < done.length) talk.append(answered(done[talk.children.length], talk.children.length + 1));

    if (waiting !== number) {
      const mine = own && root.contains(document.activeElement);
      number = waiting;
      saving.not();
      if (waiting) {
        const { says: words, text } = state.spoken[waiting - 1];
        says.innerHTML = words;
        box.value = text;
        box.maxLength = state.limit;
      }
      open.hidden = !waiting;
      speak();
      watch();
      if (mine && grew) talk.lastElementChild.querySelector("input")?.focus();
      else if (mine && waiting) box.focus();
    }
    if (own) wait(false);
    now.hidden = Boolean(waiting) || state.spoken.length === state.of;
    if (!state.spoken.length) count.textContent = `The interviewer will interrupt you here while you work, ${state.of === 1 ? "once" : `${state.of} times`}.`;
    else count.textContent = `${state.spoken.length} of ${state.of} interruptions so far.`;
  };
  update.end = () => {
    saving.now();
    clearTimeout(watching);
    sight.disconnect();
    noMoreKeys();
    notice.remove();
  };
  return update;
}
