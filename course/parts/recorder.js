// Practice aloud. The microphone's sound becomes 16-bit mono samples here and goes to the kernel second by second.
//
// What is recorded belongs to the page, not to this view of it: it stays in `pending` until the kernel has written all
// of it, so that a busy or restarted kernel, or a full disk, loses nothing as long as the page is open.
const SEND_SECONDS = 1;
const SEND_AT_MOST_SECONDS = 4; // of a backlog, so that no message is large
const AGAIN_AFTER_MS = 2000; // a disk that was full may have room
const BACKLOG_TOLD_S = 5;

const pending = (globalThis[Symbol.for("keeper.pending-takes")] ??= new Map()); // id of the part -> Recording

// Runs in the audio thread: a low-pass filter (windowed sinc, one set of taps a phase) and one sample in so many, from
// whatever rate the microphone has. A context that runs at 16 kHz would do it, but not in Firefox.
const WORKLET = `
const gcd = (a, b) => (b ? gcd(b, a % b) : a);
class Keeper extends AudioWorkletProcessor {
  constructor({ processorOptions: { rate } }) {
    super();
    const from = Math.round(sampleRate);
    this.up = rate / gcd(rate, from);
    this.down = from / gcd(rate, from);
    const step = Math.max(1, from / rate);
    this.half = Math.ceil(12 * step);
    const cutoff = 0.46 / step; // cycles a sample: a little below half of the lower rate
    this.taps = Array.from({ length: this.up }, (_, phase) => {
      const taps = Float32Array.from({ length: 2 * this.half }, (_, k) => {
        const x = k - this.half + 1 - phase / this.up;
        const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
        return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / (this.half + 1)));
      });
      const sum = taps.reduce((a, b) => a + b);
      return taps.map((tap) => tap / sum);
    });
    this.held = new Float32Array(2 * this.half + 4096);
    this.length = this.half; // silence before the first sample
    this.at = 0; // of the next output sample, in \`held\`
    this.phase = 0;
    this.out = new Int16Array(rate / 20);
    this.filled = 0;
    this.peak = 0;
  }
  process([input]) {
    const block = input[0];
    if (!block) return true;
    this.held.set(block, this.length);
    this.length += block.length;
    while (this.at + 2 * this.half <= this.length) {
      const taps = this.taps[this.phase];
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += taps[k] * this.held[this.at + k];
      this.peak = Math.max(this.peak, Math.abs(sum));
      this.out[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sum * 32767)));
      if (this.filled === this.out.length) {
        this.port.postMessage({ samples: this.out.slice(), peak: this.peak });
        this.filled = this.peak = 0;
      }
      this.phase += this.down;
      this.at += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const keep = Math.min(this.at, this.length);
    this.held.copyWithin(0, keep, this.length);
    this.length -= keep;
    this.at -= keep;
    return true;
  }
}
registerProcessor("keeper", Keeper);
`;

const TYPE_INSTEAD = "You can type your answer instead.";
const REFUSALS = {
  NotAllowedError: "The browser did not allow the microphone. Allow it at the sign beside the page's address, then record again.",
  NotFoundError: "The browser finds no microphone. Plug one in or switch it on, then record again.",
  NotReadableError: "The microphone is taken, perhaps by another program. Close that, then record again.",
};
const INSECURE =
  "Browsers give the microphone only to pages of this machine or over https. Open JupyterLab at http://127.0.0.1 or http://localhost.";

/** One take in the making: its samples, and how many of them were sent. */
class Recording {
  constructor(rate, maxSeconds) {
    this.token = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
    this.rate = rate;
    this.pcm = new Int16Array(rate * maxSeconds);
    this.samples = 0;
    this.sent = 0;
    this.paused = false;
    this.stopped = false;
    this.finishing = false;
    this.owner = null; // the view that shows it
    this.hear = () => {}; // told the peak, 0 to 1, twenty times a second
    this.ended = () => {}; // told when the microphone is gone, or the take as long as it may be
  }

  get seconds() {
    return this.samples / this.rate;
  }

  /** Ask for the microphone. Throws what `explain` explains. */
  async start() {
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new Error(INSECURE);
    // What is measured shall be what was said: an automatic gain would lift the pauses.
    const plain = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
    try {
      this.context = new AudioContext();
      const code = URL.createObjectURL(new Blob([WORKLET], { type: "text/javascript" }));
      await this.context.audioWorklet.addModule(code);
      URL.revokeObjectURL(code);
      const node = new AudioWorkletNode(this.context, "keeper", { processorOptions: { rate: this.rate } });
      node.port.onmessage = ({ data }) => this.take(data);
      this.context.createMediaStreamSource(this.stream).connect(node).connect(this.context.destination); // silent; else it would not run
      this.stream.getAudioTracks()[0].onended = () => this.end("The microphone went away. What was recorded is kept.");
      await this.context.resume();
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  take({ samples, peak }) {
    if (this.paused || this.stopped) return;
    const room = samples.subarray(0, this.pcm.length - this.samples);
    this.pcm.set(room, this.samples);
    this.samples += room.length;
    this.hear(peak);
    if (this.samples === this.pcm.length) this.end(`That is ${Math.round(this.seconds / 60)} minutes, the most a take may have.`);
  }

  pause(paused) {
    this.paused = paused;
  }

  end(why) {
    if (this.stopped) return;
    this.stop();
    this.ended(why);
  }

  stop() {
    if (this.stopped) return;
    this.stopped = true;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
  }
}

function explain(error) {
  return `${REFUSALS[error.name] ?? error.message} ${TYPE_INSTEAD}`;
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
const spoken = (seconds) => (seconds % 60 ? `${seconds} seconds` : seconds === 60 ? "one minute" : `${seconds / 60} minutes`);

/** A ring that fills up once, around the time; when it is full the time goes on, and nothing else happens. */
function ring() {
  const circle = (name) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [key, value] of Object.entries({ cx: 36, cy: 36, r: 32, class: name, pathLength: 100 })) element.setAttribute(key, value);
    return element;
  };
  const fill = circle("keeper-ring-fill");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 72 72", "aria-hidden": "true" })) svg.setAttribute(key, value);
  svg.append(circle("keeper-ring-track"), fill);
  const face = h("span", { class: "keeper-face", role: "timer" });
  const of = h("span", { class: "keeper-note" });
  const element = h("div", { class: "keeper-ring" }, svg, h("div", {}, face, of));
  const draw = (seconds, target) => {
    face.textContent = minutes(seconds);
    of.textContent = `of ${minutes(target)}`;
    fill.setAttribute("stroke-dasharray", `${Math.min(100, (100 * seconds) / target)} 100`);
    element.classList.toggle("keeper-over", seconds >= target);
  };
  return { element, draw };
}

function part(root, send) {
  const me = {};
  let state;
  let mine = null; // the Recording that this view shows
  let asking = false; // for the microphone
  let retry;
  let told90 = false;
  let gone = false;

  const question = h("p", { class: "keeper-title" });
  const clock = ring();
  const record = button("Record", start);
  const pause = button("Pause", () => hold(!mine.paused), { class: "keeper-always" });
  const stop = button("Stop", finish, { class: "keeper-always" });
  const fill = h("div", {});
  const meter = h("div", { class: "keeper-level", "aria-hidden": "true" }, fill);
  const doing = h("p", { class: "keeper-note" });
  const said = h("span", { class: "keeper-unseen", role: "status" });
  const problem = h("p", { class: "keeper-problem", role: "alert" });
  const takes = h("ul", { class: "keeper-takes", "aria-label": "Takes" });
  const measures = h("dl", { class: "keeper-measures", "aria-label": "Measured" });
  const advice = h("p", { class: "keeper-note" });
  const unkept = h("p", { class: "keeper-note" });
  root.classList.add("keeper-practice");
  root.append(
    question,
    h(
      "div",
      { class: "keeper-recorder", role: "group", "aria-label": "Recorder" },
      clock.element,
      h("div", { class: "keeper-controls" }, h("div", { class: "keeper-bar" }, record, pause, stop), meter, doing, said),
    ),
    problem,
    takes,
    measures,
    advice,
    unkept,
  );

  // The answer as text, the coach's reading, and the follow-ups.
  const words = h("div", { class: "keeper-said" });
  const asked = h("div", { "aria-live": "polite" });
  const label = h("label", { class: "keeper-title", for: fresh("said") });
  const box = h("textarea", { id: label.getAttribute("for"), rows: 5, oninput: typed, onblur: () => saving.now() });
  const transcribe = button("Transcribe the take", () => {
    transcribing = true;
    send("transcribe", state.chosen, true);
    draw();
  });
  const submit = button("", () => answer());
  const end = button("End here", () => send("end"), { class: "keeper-quiet" });
  const clockOfAll = h("span", { class: "keeper-note", "aria-hidden": "true" });
  const how = h("details", { class: "keeper-how" }, h("summary", {}, "Transcribe instead of typing?"), h("p", {}));
  const reading = h("div", { class: "keeper-reading", "aria-live": "polite" });
  const after = h("div", { class: "keeper-bar" });
  const talk = h("ul", { class: "keeper-talk", "aria-label": "Follow-ups so far" });
  root.append(words);
  words.append(reading, talk, asked, label, box, h("div", { class: "keeper-bar" }, submit, transcribe, end, clockOfAll), how, after);
  let transcribing = false;
  let written = -1; // which of the kernel's texts stands in the box
  const saving = saver(() => send("text", box.value, true));
  let askedSince = performance.now();

  function typed() {
    saving.soon();
    enable();
  }
  function answer() {
    saving.not();
    if (state.stage === "asked") send("reply", { text: box.value, number: state.conversation.number });
    else send("read", box.value);
  }
  function enable() {
    submit.disabled = state.stage !== "asked" && !box.value.trim();
  }
  function finding({ quote, why, rubric, follow_up }) {
    return h(
      "li",
      {},
      ...(quote ? [h("p", { class: "keeper-quote" }, `“${quote}”`)] : []),
      h("p", {}, why, " ", h("span", { class: "keeper-note" }, rubric)),
      h("p", { class: "keeper-note" }, `They would ask: ${follow_up}`),
    );
  }
  let drawnReading = "";
  function read() {
    const text = JSON.stringify([state.reading, state.answer]);
    if (text === drawnReading) return; // else it would be read aloud again
    drawnReading = text;
    const found = state.reading;
    if (!found) return reading.replaceChildren();
    const length = `About ${Math.round(found.seconds)} seconds${found.measured ? ", as measured" : ", at 150 words a minute"}.`;
    const more = found.more ? ` ${found.more} smaller ${found.more === 1 ? "thing" : "things"} can wait.` : "";
    reading.replaceChildren(
      h("p", { class: "keeper-title" }, found.findings.length ? "What to mend first" : "Nothing an interviewer would stumble over"),
      h("ol", { class: "keeper-findings" }, ...found.findings.map(finding)),
      h("p", { class: "keeper-note" }, length + more),
    );
  }
  const OUTCOMES = { held: "held", dry: "ran dry", open: "was left open" };
  function summary(conversation) {
    const ended = state.conversation.ended === "nothing left" ? "They have nothing left to ask." : `${minutes(conversation.elapsed_s)} of follow-ups.`;
    const rows = conversation.threads.map(({ name, rubric, outcome, unanswered }) =>
      h(
        "li",
        {},
        h("p", {}, h("strong", {}, name), ` ${OUTCOMES[outcome]}${outcome === "held" && unanswered ? ", but not one step deeper" : ""} `, h("span", { class: "keeper-note" }, rubric)),
        ...(unanswered ? [h("p", { class: "keeper-note" }, `Find an answer to: ${unanswered}`)] : []),
      ),
    );
    return [h("p", { class: "keeper-title" }, "How your story held"), h("p", { class: "keeper-note" }, ended), h("ul", { class: "keeper-findings" }, ...rows)];
  }
  let drawnQuestion = "";
  function ask() {
    const conversation = state.conversation;
    const exchanges = conversation ? conversation.threads.flatMap((thread) => thread.exchanges) : [];
    while (talk.children.length > exchanges.length) talk.lastChild.remove();
    exchanges.slice(talk.children.length).forEach(({ question, reply }) =>
      talk.append(h("li", {}, h("p", {}, question), h("p", {}, reply.trim() || "(no reply)"))),
    );
    talk.hidden = !exchanges.length;
    const text = JSON.stringify([state.stage, conversation?.question, conversation?.ended, state.recorded]);
    if (text === drawnQuestion) return;
    drawnQuestion = text;
    askedSince = performance.now();
    if (state.stage === "over") asked.replaceChildren(...summary(conversation));
    else if (state.stage === "asked")
      asked.replaceChildren(h("p", { class: "keeper-asked" }, conversation.question.text, " ", h("span", { class: "keeper-note" }, conversation.question.rubric)));
    else asked.replaceChildren();
    const story = !state.story
      ? []
      : state.recorded
        ? [h("span", { class: "keeper-note" }, `Counted as a rehearsal of ${state.story}.`)]
        : [button("Count the story as rehearsed", () => send("record"), { class: "keeper-quiet" })];
    if (state.stage === "read") after.replaceChildren(button("Ask me follow-ups, three to five minutes", () => send("follow")), ...story);
    else if (state.stage === "over") after.replaceChildren(button("Answer it again", () => send("again")), ...story);
    else after.replaceChildren();
  }
  function text(own) {
    const inside = words.contains(document.activeElement);
    if (state.text.written !== written) {
      written = state.text.written;
      box.value = state.text.now;
      saving.not();
    }
    if (own) transcribing = false;
    read();
    ask();
    // Below the text it is about; beside a question it would only distract.
    reading.hidden = state.stage === "asked";
    const before = state.stage === "over" ? talk : after;
    if (reading.nextSibling !== before) words.insertBefore(reading, before);
    const over = state.stage === "over";
    label.textContent = state.stage === "asked" ? "Your reply" : "What you said";
    box.hidden = label.hidden = submit.hidden = over;
    submit.textContent = state.stage === "asked" ? "Reply" : state.stage === "read" ? "Read it again" : "Read my answer";
    end.hidden = clockOfAll.hidden = state.stage !== "asked";
    transcribe.hidden = over || !state.chosen || !!state.no_transcription;
    transcribe.disabled = transcribing;
    transcribe.textContent = transcribing ? "Transcribing…" : "Transcribe the take";
    how.hidden = over || !state.no_transcription || !state.takes.length;
    how.lastChild.textContent = state.no_transcription;
    if (own && inside && !words.contains(document.activeElement)) (over ? after.querySelector("button") : box).focus();
    else if (own && inside && state.stage === "asked") box.focus();
    enable();
    tick();
  }
  function tick() {
    if (state?.stage !== "asked") return;
    const elapsed = state.conversation.elapsed_s + (performance.now() - askedSince) / 1000;
    clockOfAll.textContent = `${minutes(elapsed)} of 3 to 5 minutes`;
  }
  const ticking = setInterval(tick, 1000);

  async function start() {
    asking = true;
    tell("");
    draw();
    const recording = new Recording(state.rate_hz, state.max_s);
    try {
      await recording.start();
    } catch (error) {
      asking = false;
      tell(explain(error));
      draw();
      return;
    }
    asking = false;
    if (gone) return recording.stop(); // the cell was run again meanwhile
    told90 = false;
    pending.set(state.id, recording);
    adopt(recording);
    said.textContent = "Recording";
    draw();
    stop.focus();
  }
  function adopt(recording) {
    mine = recording;
    mine.owner = me;
    mine.sent = state.partial?.token === mine.token ? state.partial.samples : 0;
    mine.finishing = false;
    mine.hear = heard;
    mine.ended = (why) => {
      tell(why);
      pump();
      draw();
    };
  }
  function hold(paused) {
    mine.pause(paused);
    said.textContent = paused ? `Paused at ${minutes(mine.seconds)}` : "Recording";
    fill.style.width = "0";
    draw();
    pause.focus();
  }
  function finish() {
    mine.stop();
    said.textContent = `Stopped at ${minutes(mine.seconds)}`;
    pump();
    draw();
  }
  function heard(peak) {
    // From -50 dB, a whisper far away, to full scale: an ear hears ratios.
    const level = peak > 0 ? Math.max(0, 1 + (20 * Math.log10(peak)) / 50) : 0;
    fill.style.width = `${Math.round(100 * level)}%`;
    meter.classList.toggle("keeper-full", peak > 0.985);
    if (!told90 && mine.seconds >= state.target_s) {
      told90 = true;
      said.textContent = `${spoken(state.target_s)} are over`;
    }
    pump();
    draw();
  }
  function pump() {
    try {
      sendAll();
    } catch {
      // The kernel is gone. The view of the cell run anew begins where the file ends.
    }
  }
  /** Send what the kernel has not got yet, in pieces that say where they belong. */
  function sendAll() {
    const atLeast = mine.stopped ? 1 : SEND_SECONDS * mine.rate;
    while (mine.samples - mine.sent >= atLeast) {
      const piece = mine.pcm.slice(mine.sent, Math.min(mine.samples, mine.sent + SEND_AT_MOST_SECONDS * mine.rate));
      send("chunk", { token: mine.token, offset: mine.sent }, true, [piece.buffer]);
      mine.sent += piece.length;
    }
    if (mine.stopped && !mine.finishing) {
      mine.finishing = true;
      send("finish", { token: mine.token, samples: mine.samples }, true);
    }
  }
  /** After the kernel's answer to all that was sent: what it has not got, it could not write. */
  function follow(own) {
    if (state.finished === mine.token) {
      pending.delete(state.id);
      clearTimeout(retry);
      mine = null;
      fill.style.width = "0";
      doing.textContent = "";
      said.textContent = "Saved";
      return;
    }
    const saved = state.partial?.token === mine.token ? state.partial.samples : 0;
    if (!own || (saved >= mine.sent && !mine.finishing)) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      mine.sent = saved;
      mine.finishing = false;
      pump();
    }, AGAIN_AFTER_MS);
  }

  function tell(text) {
    problem.textContent = text;
  }
  function draw() {
    const recording = mine && !mine.stopped;
    const inside = root.contains(document.activeElement);
    const elsewhere = !mine && state.partial?.live && pending.get(state.id)?.token !== state.partial.token;
    record.hidden = !!mine;
    record.disabled = asking || elsewhere;
    record.textContent = asking ? "Waiting for the microphone…" : state.takes.length ? "Record again" : "Record";
    pause.hidden = stop.hidden = !recording;
    pause.textContent = mine?.paused ? "Go on" : "Pause";
    meter.hidden = !recording;
    clock.draw(mine ? mine.seconds : 0, state.target_s);
    clock.element.hidden = !mine;
    const saved = mine && state.partial?.token === mine.token ? state.partial.samples : 0;
    const unsaved = mine ? mine.seconds - saved / mine.rate : 0;
    if (elsewhere) doing.textContent = "A take is being recorded in another window. If it is not, run this cell again.";
    else if (!mine) doing.textContent = "";
    else if (unsaved > BACKLOG_TOLD_S) doing.textContent = `${minutes(unsaved)} not saved yet: the kernel is busy. Keep this page open.`;
    else doing.textContent = mine.stopped ? "Saving…" : mine.paused ? "Paused." : "";
    if (inside && !root.contains(document.activeElement)) record.focus();
  }

  // Hearing a take: its pieces, asked for one by one, become a file of this page's.
  const players = new Map(); // name -> {pieces, item}
  function play(name, item) {
    players.set(name, { pieces: [], item });
    send("play", { name, offset: 0 });
  }
  function received({ name, offset, of }, data) {
    const player = players.get(name);
    if (!player) return;
    player.pieces.push(data);
    const next = offset + data.byteLength;
    if (next < of && data.byteLength) return send("play", { name, offset: next });
    players.delete(name);
    const audio = h("audio", { controls: true, "aria-label": "Playback" });
    audio.src = URL.createObjectURL(new Blob(player.pieces, { type: "audio/wav" }));
    player.item.querySelector("audio")?.remove();
    player.item.append(audio);
    audio.play().catch(() => {}); // a browser may want a click on the player itself
  }
  function item({ name, when, seconds }) {
    const label = `${new Date(when).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}, ${minutes(seconds)}`;
    const choose = button(label, () => send("choose", name), { class: "keeper-take" });
    const hear = button("Play", () => play(name, element), { class: "keeper-quiet", "aria-label": `Play the take of ${label}` });
    const remove = button("Delete", () => ask(true), { class: "keeper-quiet", "aria-label": `Delete the take of ${label}` });
    const sure = button("Delete for good", () => send("delete", name), { hidden: true });
    const keep = button("Keep", () => ask(false), { hidden: true });
    const ask = (asked) => {
      remove.hidden = hear.hidden = asked;
      sure.hidden = keep.hidden = !asked;
      (asked ? keep : remove).focus();
    };
    const element = h("li", {}, h("div", { class: "keeper-bar" }, choose, hear, remove, keep, sure));
    element.choose = choose;
    return element;
  }
  const items = new Map(); // name -> its list item
  function list() {
    const inside = takes.contains(document.activeElement);
    for (const [name, element] of items) {
      if (state.takes.some((take) => take.name === name)) continue;
      URL.revokeObjectURL(element.querySelector("audio")?.src ?? "");
      element.remove();
      items.delete(name);
    }
    state.takes.forEach((take, number) => {
      if (!items.has(take.name)) items.set(take.name, item(take));
      const element = items.get(take.name);
      if (takes.children[number] !== element) takes.insertBefore(element, takes.children[number] ?? null);
      element.choose.setAttribute("aria-pressed", String(take.name === state.chosen));
    });
    takes.hidden = !state.takes.length;
    if (inside && !takes.contains(document.activeElement)) (takes.querySelector("button") ?? record).focus();
  }
  const ADVICE = {
    silent: "No voice can be heard in this take. Is it the right microphone, and is it switched on?",
    quiet: "This take is very quiet: come nearer to the microphone, or turn it up.",
    clipped: "This take is too loud and clips: move back a little, or turn the microphone down.",
    fine: "",
  };
  function measured() {
    const found = state.measures;
    measures.hidden = !found;
    if (!found) return (advice.textContent = "");
    const rows = [["Length", minutes(found.seconds)]];
    if (found.talk_s > 0) {
      rows.push(["Speaking", `${Math.round(100 * found.speaking_share)} %`]);
      rows.push(["Longest pause", `${found.longest_pause_s.toFixed(1)} s`]);
    }
    if (found.pace) rows.push(["Pace", `${Math.round(found.pace)} words a minute`]);
    measures.replaceChildren(...rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
    advice.textContent = ADVICE[found.loudness];
  }

  const warn = (event) => mine && event.preventDefault();
  const leaving = () => mine && (mine.stop(), pump());
  window.addEventListener("beforeunload", warn);
  window.addEventListener("pagehide", leaving);

  const update = (now, own) => {
    state = now;
    question.textContent = state.question;
    question.hidden = !state.question;
    unkept.textContent = state.unkept;
    const left = pending.get(state.id);
    if (!mine && left && !left.owner) {
      adopt(left);
      pump();
    } else if (mine) {
      follow(own);
    } else if (state.partial && !state.partial.live && left?.token !== state.partial.token) {
      send("finish", { token: state.partial.token, samples: state.partial.samples }, true); // it was cut short
    }
    if (state.problem || own) tell(state.problem);
    list();
    measured();
    text(own);
    draw();
  };
  update.bytes = received;
  update.end = () => {
    gone = true;
    saving.now();
    clearInterval(ticking);
    clearTimeout(retry);
    window.removeEventListener("beforeunload", warn);
    window.removeEventListener("pagehide", leaving);
    for (const audio of root.querySelectorAll("audio")) URL.revokeObjectURL(audio.src);
    if (!mine) return;
    mine.stop(); // no microphone stays open without a button to close it
    mine.owner = null;
    mine.hear = mine.ended = () => {};
  };
  return update;
}
