// What every part shares. The part's own script follows in the same module and defines
//   function part(root, send) -> update(state, own), optionally with update.end(), update.lost() and update.bytes(about, data)
// where `own` says that the new state is the answer to this view's own message; `lost` that the kernel is gone; `bytes`
// takes what the kernel sends apart from the state.

const BUSY_AFTER_MS = 900;
const BUSY = "Waiting for the kernel, which is busy…";
const UNSAVED = "What you do here is not being saved. Why?";
const LOST = "The kernel was restarted. Run this cell again to go on.";
const DRAFT_AFTER_MS = 800;
const RATINGS = [
  ["missing", "Missing"],
  ["partly", "Partly"],
  ["clear", "Clear"],
];

/** An element; `on…` keys are listeners, true and false set or omit an attribute, the rest are attributes. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An element around HTML that the kernel made from the lesson's Markdown. */
function markup(tag, html, attributes = {}) {
  const element = h(tag, attributes);
  element.innerHTML = html;
  return element;
}

function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

let serial = 0;
/** An id no other view on the page has. */
const fresh = (name) => `keeper-${name}-${Date.now().toString(36)}-${serial++}`;

/** Saves what is typed a moment after the last key: `soon` at each, `now` when the box is left, `not` when it goes another way. */
function saver(save) {
  let timeout;
  const not = () => {
    clearTimeout(timeout);
    timeout = undefined;
  };
  const now = () => {
    if (timeout === undefined) return;
    not();
    save();
  };
  const soon = () => {
    not();
    timeout = setTimeout(now, DRAFT_AFTER_MS);
  };
  return { soon, now, not };
}

/** In the boxes within, Ctrl+Enter does `act`, and Shift+Enter is a new line: run, the cell would forget what is typed. Returns what ends it. */
function onCtrlEnter(within, act) {
  const enter = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    if (!within.contains(event.target) || !event.target.matches("input, textarea")) return;
    event.stopImmediatePropagation(); // before JupyterLab, which listens at the document
    if (event.shiftKey) return;
    event.preventDefault();
    act(event.target);
  };
  window.addEventListener("keydown", enter, true);
  return () => window.removeEventListener("keydown", enter, true);
}

/** One criterion of a rubric as a group of radio buttons; `rate` is called with its id and the rating. */
function criterion({ id, text, rating }, rate) {
  const name = fresh("rating");
  const choice = ([value, label]) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name, value, checked: rating === value, onchange: () => rate(id, value) }),
      h("span", {}, label),
    );
  return h("fieldset", { class: "keeper-criterion" }, markup("legend", text), h("div", { class: "keeper-ratings" }, ...RATINGS.map(choice)));
}

export default {
  render({ model, el }) {
    const root = h("div", { class: "keeper" });
    const status = h("p", { class: "keeper-status", role: "status" });
    const notice = h("div", { class: "keeper-notice", role: "alert" });
    let noticed = "";
    const note = (text) => {
      if (text === noticed) return; // else it would be read aloud, and closed, at each change
      noticed = text;
      notice.replaceChildren(...(text ? [h("details", {}, h("summary", {}, UNSAVED), text)] : []));
    };
    el.append(root, status, notice);

    // JupyterLab binds single keys, such as "x" to cut a cell and arrows to leave it, wherever in a notebook the focus
    // is. Here they belong to what has the focus; those with Ctrl, Cmd or Alt, and Shift+Enter, stay JupyterLab's.
    const shield = (event) => {
      if (!root.contains(event.target)) return;
      const theirs = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
      event.target.toggleAttribute("data-lm-suppress-shortcuts", !theirs);
    };
    window.addEventListener("keydown", shield, true); // before JupyterLab, which listens at the document
    // From 4.6 on it also drops a new line in whatever belongs to a cell, to guard the editor from the Enter that ran it.
    const newline = (event) => event.inputType === "insertLineBreak" && root.contains(event.target) && event.stopImmediatePropagation();
    window.addEventListener("beforeinput", newline, true);

    let expected = model.get("state").turn;
    let busy;
    let lost = false;
    const send = (action, value = null, patient = false, buffers = []) => {
      expected += 1;
      clearTimeout(busy);
      if (!patient) busy = setTimeout(() => (status.textContent = lost ? LOST : BUSY), BUSY_AFTER_MS);
      model.send({ action, value }, undefined, buffers);
    };
    const connection = () => {
      // ipywidgets says that the line to the kernel changed, not how: ask, and see whether somebody answers.
      lost = true;
      root.classList.add("keeper-lost");
      update.lost?.();
      send("hello");
    };

    const update = part(root, send);
    const came = (about, [data]) => update.bytes?.(about, data);
    const changed = () => {
      const state = model.get("state");
      if (state.turn < expected) return; // an older answer than the one still to come
      const own = state.turn === expected;
      expected = state.turn;
      clearTimeout(busy);
      lost = false;
      root.classList.remove("keeper-lost");
      status.textContent = "";
      note(state.notice);
      update(state, own);
    };
    model.on("change:state", changed);
    model.on("comm_live_update", connection);
    model.on("msg:custom", came);
    note(model.get("state").notice);
    update(model.get("state"), false);
    return () => {
      clearTimeout(busy);
      window.removeEventListener("keydown", shield, true);
      window.removeEventListener("beforeinput", newline, true);
      model.off("change:state", changed);
      model.off("comm_live_update", connection);
      model.off("msg:custom", came);
      update.end?.();
    };
  },
};
