// What every part shares. The part's own script follows in the same module and defines
//   function part(root, send) -> update(state, own), optionally with update.end(), update.lost() and update.bytes(about, data)
// where `own` says that the new state is the answer to this view's own message; `lost` that the kernel is gone; `bytes`
// takes what the kernel sends apart from the state.

const BUSY_AFTER_MS = 900;
const BUSY = "Waiting for the kernel, which is busy…";
const UNSAVED = "What you do here is not being saved. Why?";
const LOST = "The kernel was restarted. Run this cell again to go on.";

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
      model.off("change:state", changed);
      model.off("comm_live_update", connection);
      model.off("msg:custom", came);
      update.end?.();
    };
  },
};
