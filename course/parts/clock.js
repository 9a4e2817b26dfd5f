// A clock that counts here and tells the kernel at each start, pause and reset, and every 15 s between.
const SAVE_EVERY_MS = 15_000;

function part(root, send) {
  let target = 0;
  let before = 0; // seconds counted until `since`
  let since = null; // performance.now() at the last start, null when paused
  let drawn = false;
  const elapsed = () => before + (since === null ? 0 : (performance.now() - since) / 1000);

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
  const spoken = (seconds) => (seconds % 60 ? `${seconds} seconds` : `${seconds / 60} minutes`);

  const toggle = button("", () => (since === null ? start() : pause()));
  const reset = button("Reset", zero, { class: "keeper-quiet" });
  const face = h("span", { class: "keeper-face", role: "timer" });
  const fill = h("div", {});
  const track = h("div", { class: "keeper-track", "aria-hidden": "true" }, fill);
  const said = h("span", { class: "keeper-unseen", role: "status" });
  root.append(h("div", { class: "keeper-bar keeper-clock", role: "group", "aria-label": "Clock" }, toggle, face, track, reset, said));

  function start() {
    since = performance.now();
    tell("run", "Clock started");
  }
  function pause() {
    before = elapsed();
    since = null;
    tell("pause", `Paused at ${clock(before)}`);
  }
  function zero() {
    before = 0;
    since = null;
    tell("reset", "Clock reset");
    toggle.focus();
  }
  function tell(action, words) {
    said.textContent = words;
    send(action, elapsed());
    draw();
  }
  function draw() {
    const seconds = elapsed();
    toggle.textContent = since !== null ? "Pause" : before ? "Go on" : "Start the clock";
    reset.hidden = !before && since === null;
    face.textContent = `${clock(seconds)} of ${target % 60 ? clock(target) : `${target / 60} min`}`;
    fill.style.width = `${Math.min(100, (100 * seconds) / target)}%`;
    const over = seconds >= target;
    if (over && !root.classList.contains("keeper-over") && since !== null) said.textContent = `${spoken(target)} are over`;
    root.classList.toggle("keeper-over", over);
  }

  const tick = setInterval(() => since !== null && draw(), 500);
  const save = setInterval(() => since !== null && send("run", elapsed(), true), SAVE_EVERY_MS);

  const update = (state, own) => {
    if (drawn && own) return; // this view counts by itself; what comes back is what it said, later
    drawn = true;
    target = state.target_s;
    before = state.elapsed_s;
    since = state.running ? performance.now() : null;
    root.classList.add(`keeper-${state.look}`);
    draw();
  };
  update.lost = () => {
    before = elapsed();
    since = null;
    draw();
  };
  update.end = () => {
    clearInterval(tick);
    clearInterval(save);
  };
  return update;
}
