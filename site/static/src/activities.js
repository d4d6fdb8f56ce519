// The page around an activity. The activity is a stranger: what it says is checked, measured and
// limited, and it is told only where the learner was.

const EVENTS = 40; // reports and states that are sent on, in ten seconds
const MESSAGES = 3000; // of any kind: more than any activity sends, far less than would be felt
const WINDOW = 10000;
const STATE = 256 * 1024;
const STATEMENT = 32 * 1024;
const TALLEST = 20000;
const PATIENCE = 20000;
const SETTLED = 3000; // after all of it came, until it must have said something
const ASK = 5000; // how often it is asked whether it still answers
const SILENT = 3; // times that it may leave unanswered
const TURNED = 1000; // for so long what comes is saved at once
const AGAIN = 10000; // until what could not be saved is sent once more
const SNATCHES = 10; // times that it may take the keyboard away from where somebody types
const MOMENT = 500; // between a press in it and its focus, whichever is told first

/** A random UUID; browsers have a function of their own for it on https pages only. */
const number = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

class Activity {
  constructor(box) {
    this.box = box;
    // A frame's name holds from its making on. Its first script, which is ours, wipes it off.
    const frame = box.querySelector("iframe");
    this.frame = frame.cloneNode();
    this.proof = this.frame.name = number();
    frame.replaceWith(this.frame);
    this.words = box.querySelector("[data-activity-words]");
    this.link = box.querySelector("[data-activity-link]");
    this.kept = box.querySelector("[data-activity-kept]");
    this.given = JSON.parse(box.querySelector("script[type='application/json']").textContent);
    this.waiting = new Map(); // state that is not on the server yet, by key
    this.recent = [];
    this.heard = 0;
    this.asked = 0;
    setInterval(() => (this.heard = 0), WINDOW);
    this.sending = null;
    this.timer = setTimeout(() => this.stop(), PATIENCE);
    addEventListener("message", (event) => {
      // What a frame sent that is gone by now comes from nowhere.
      if (!event.source || event.source !== this.frame.contentWindow) return;
      this.heard += 1;
      if (this.heard > MESSAGES) this.stop();
      else this.hear(event.data);
    });
    for (const moment of ["pagehide", "visibilitychange"]) {
      addEventListener(moment, () => this.flush(true));
    }
    // Whoever turns away from the activity may be about to leave.
    addEventListener("focus", () => this.ask());
    addEventListener("pointermove", () => {
      if (document.activeElement === this.frame && Date.now() - this.asked > TURNED) this.ask();
    });
    this.frame.addEventListener("load", () => {
      // A page that says nothing is none of ours: the activity is gone, or its files are.
      setTimeout(() => this.greeted || this.fail(), SETTLED);
    });
    this.pressed = this.snatched = this.refused = 0;
    this.frame.parentElement.hidden = false;
    this.frame.src = this.frame.dataset.src;
  }

  hear(data) {
    if (!data || typeof data !== "object") return;
    switch (data.waymark) {
      case "hello":
        this.greeted = true;
        this.tell({ waymark: "start", state: this.given.state });
        break;
      case "playing":
        clearTimeout(this.timer);
        if (this.box.dataset.state !== "playing") {
          // It was given up for broken, and was only slow.
          if (this.box.dataset.state === "broken") this.words.textContent = "";
          this.report();
          this.watch();
        }
        this.box.dataset.state = "playing";
        break;
      case "here":
        this.unanswered = 0;
        break;
      case "height":
        if (Number.isFinite(data.height) && data.height > 0) this.resize(data.height);
        break;
      case "key":
        // Typed in the activity, or made up there: only while it is what is typed in.
        if (document.activeElement === this.frame) this.key(data);
        break;
      case "link":
        if (document.activeElement === this.frame && this.allowed()) this.offer(data.address);
        break;
      case "pressed":
        if (data.proof === this.proof) this.press();
        break;
      case "broken":
        if (this.box.dataset.state !== "playing") this.fail(data.why);
        break;
      case "state":
        if (this.allowed()) this.keep(data.key, data.data);
        break;
      case "statement":
        // Only as a text: an object may be small to send and endless to write down.
        if (typeof data.statement === "string" && this.allowed()) this.report(data.statement);
        break;
      default:
    }
  }

  /** Takes it away once it hangs: a browser leaves no page while a part of it does. */
  watch() {
    this.unanswered = 0;
    clearInterval(this.watching);
    this.watching = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      if (this.unanswered >= SILENT) this.stop();
      else this.tell({ waymark: "there" });
      this.unanswered += 1;
    }, ASK);
  }

  /** At most ten times a second: what asks for more would keep the page busy. */
  resize(height) {
    this.height = Math.min(Math.ceil(height), TALLEST);
    this.resizing ??= setTimeout(() => {
      this.resizing = undefined;
      this.frame.style.height = `${this.height}px`;
    }, 100);
  }

  /** Takes an activity away that does nothing but talk, or does not answer any more. */
  stop() {
    clearInterval(this.watching);
    this.frame.remove();
    this.flush(false);
    this.fail("messages");
  }

  tell(message) {
    // Its origin is opaque, so there is none to name; it holds nothing that others may not read.
    this.frame.contentWindow.postMessage(message, "*");
  }

  /** Has it say where the learner is, to be kept without waiting for more. */
  ask() {
    if (!this.greeted || !this.frame.isConnected) return;
    this.asked = Date.now();
    this.tell({ waymark: "save" });
  }

  allowed() {
    const now = Date.now();
    this.recent = this.recent.filter((at) => now - at < WINDOW);
    this.recent.push(now);
    return this.recent.length <= EVENTS;
  }

  key({ type, shift, repeat }) {
    if (type !== "keydown" && type !== "keyup") return;
    dispatchEvent(
      new KeyboardEvent(type, { key: shift === true ? "Shift" : "Unidentified", repeat: repeat === true }),
    );
  }

  /** Shows where a link in the activity leads. It opens from there only, and by the learner. */
  offer(address) {
    if (typeof address !== "string" || address.length > 2000) return;
    let to;
    try {
      to = new URL(address);
    } catch {
      return;
    }
    if (!["http:", "https:", "mailto:"].includes(to.protocol)) return;
    to.username = to.password = ""; // a name before the host reads like a host
    const path = to.pathname === "/" ? "" : to.pathname;
    const link = this.link.querySelector("a");
    link.href = to.href;
    link.textContent = `${to.host}${path}`.slice(0, 80);
    this.link.hidden = false;
    link.focus();
  }

  /** Somebody did press something in it: what it asked for in the same moment was meant. */
  press() {
    this.pressed = Date.now();
    this.snatched = 0;
    if (this.pressed - this.refused < MOMENT) this.frame.focus();
  }

  fail(why = "") {
    clearTimeout(this.timer);
    // Where trainers try it, they read what the browser says.
    const told = document.querySelector("[data-activity-why]");
    if (told && typeof why === "string" && why) {
      told.hidden = false;
      told.querySelector("code").textContent = why.slice(0, 300);
    }
    this.box.dataset.state = "broken";
    this.words.textContent = this.words.dataset.broken;
    this.box.querySelector("details")?.setAttribute("open", "");
  }

  keep(key, data) {
    // Of the whole (“0”) or of a part, by its number or UUID.
    if (typeof key !== "string" || key.length > 80) return;
    if (!/^[\da-f-]{1,36}\/[\w.-]{1,60}$/i.test(key)) return;
    if (typeof data !== "string" || !this.given.save) return;
    if (data.length > STATE) {
      this.say("large");
      return;
    }
    this.waiting.set(key, data);
    // A page that is not seen, or turned to from the activity, may be gone in a moment.
    const turned = Date.now() - this.asked < TURNED;
    if (turned || document.visibilityState === "hidden") this.flush(true);
    else this.soon(2000);
  }

  soon(wait) {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.flush(false), wait);
  }

  async flush(leaving) {
    for (const [key, data] of this.waiting) {
      this.waiting.delete(key);
      this.post(this.given.save, { key, data }, leaving).then((answer) => this.answered(key, data, answer));
    }
  }

  /** Tells whoever plays where their place is not kept, and sends again what may still be. */
  answered(key, data, answer) {
    if (answer?.ok) this.say("");
    else if (answer?.status === 413) this.say("large");
    else if (answer?.status === 403) this.say("gone");
    else if (!answer) {
      if (!this.waiting.has(key)) this.waiting.set(key, data);
      this.say("away");
      this.soon(AGAIN);
    }
  }

  say(which) {
    const words = (this.kept && this.kept.dataset[which]) || "";
    if (this.kept && this.kept.textContent !== words) this.kept.textContent = words;
  }

  async report(statement = "") {
    if (!this.given.report || statement.length > STATEMENT) return;
    // The number makes one report of it however often it is sent.
    const fields = statement ? { statement, event: number() } : {};
    let answer = await this.post(this.given.report, fields, true);
    if (!answer) {
      await new Promise((done) => setTimeout(done, 5000));
      answer = await this.post(this.given.report, fields, true);
    }
    if (!answer) this.say("away");
    if (answer?.status === 403) this.say("gone");
    // What was refused, or met the veil, has nothing to say here.
    if (!answer?.ok || !/json/.test(answer.headers.get("Content-Type"))) return;
    const { finished, words } = await answer.json();
    if (words) this.words.textContent = words;
    if (finished) this.box.dataset.finished = "yes";
  }

  /** The answer, or null where it is worth trying again. */
  async post(address, fields, leaving) {
    const form = new FormData();
    form.append("ticket", this.given.ticket);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const headers = { "X-CSRFToken": this.given.token };
    // Browsers carry at most 64 kB beyond the end of a page.
    const small = Object.values(fields).every((value) => value.length < 50000);
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: form,
        headers,
        credentials: "same-origin",
        keepalive: leaving && small,
      });
      // What was refused would be refused again.
      return answer.status >= 500 || [408, 429].includes(answer.status) ? null : answer;
    } catch {
      return null;
    }
  }
}

/** Gives the keyboard back where an activity takes it away from a field that somebody is in: a script
 *  in a frame may move the focus there, and would read on. */
function guard(activities) {
  const fields =
    "textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";
  let field = null;
  let tabbed = false;
  addEventListener(
    "keydown",
    (event) => {
      if (event.isTrusted) tabbed = event.key === "Tab";
    },
    true,
  );
  addEventListener("focusin", ({ target }) => {
    tabbed = false;
    field = target.matches(fields) ? target : null;
  });
  addEventListener("blur", () => {
    const taken = activities.find(({ frame }) => frame === document.activeElement);
    if (!taken || !field) return;
    if (tabbed) {
      field = null;
      return;
    }
    taken.refused = Date.now();
    taken.snatched += 1;
    if (taken.snatched >= SNATCHES) taken.stop();
    const back = field;
    // Not before the browser has done what it is at; a press may be told in between.
    setTimeout(() => {
      if (taken.refused - taken.pressed < MOMENT) return;
      window.focus();
      back.focus();
    });
  });
}

guard([...document.querySelectorAll("[data-activity]")].map((box) => new Activity(box)));
