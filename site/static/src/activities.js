// The page around an activity. The activity is a stranger: what it says is checked, measured and
// limited, and it is told only where the learner was.

const EVENTS = 40; // messages that count against the limit, in ten seconds
const WINDOW = 10000;
const STATE = 256 * 1024;
const STATEMENT = 32 * 1024;
const TALLEST = 20000;
const PATIENCE = 20000;

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
    this.frame = box.querySelector("iframe");
    this.words = box.querySelector("[data-activity-words]");
    this.given = JSON.parse(box.querySelector("script[type='application/json']").textContent);
    this.waiting = new Map(); // state that is not on the server yet, by key
    this.recent = [];
    this.sending = null;
    this.timer = setTimeout(() => this.fail(), PATIENCE);
    addEventListener("message", (event) => {
      if (event.source === this.frame.contentWindow) this.hear(event.data);
    });
    for (const moment of ["pagehide", "visibilitychange"]) {
      addEventListener(moment, () => this.flush(true));
    }
    this.frame.parentElement.hidden = false;
    this.frame.src = this.frame.dataset.src;
  }

  hear(data) {
    if (!data || typeof data !== "object") return;
    switch (data.waymark) {
      case "hello":
        this.tell({ waymark: "start", state: this.given.state });
        break;
      case "playing":
        clearTimeout(this.timer);
        if (this.box.dataset.state !== "playing") this.report();
        this.box.dataset.state = "playing";
        break;
      case "height":
        if (Number.isFinite(data.height) && data.height > 0) {
          this.frame.style.height = `${Math.min(Math.ceil(data.height), TALLEST)}px`;
        }
        break;
      case "key":
        this.key(data);
        break;
      case "broken":
        if (this.box.dataset.state !== "playing") this.fail();
        break;
      case "state":
        if (this.allowed()) this.keep(data.key, data.data);
        break;
      case "statement":
        if (this.allowed()) this.report(data.statement);
        break;
      default:
    }
  }

  tell(message) {
    // Its origin is opaque, so there is none to name; it holds nothing that others may not read.
    this.frame.contentWindow.postMessage(message, "*");
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

  fail() {
    clearTimeout(this.timer);
    this.box.dataset.state = "broken";
    this.words.textContent = this.words.dataset.broken;
    this.box.querySelector("details")?.setAttribute("open", "");
  }

  keep(key, data) {
    if (typeof key !== "string" || !/^\d{1,6}\/[\w.-]{1,60}$/.test(key)) return;
    if (typeof data !== "string" || data.length > STATE || !this.given.save) return;
    this.waiting.set(key, data);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.flush(false), 2000);
  }

  flush(leaving) {
    for (const [key, data] of this.waiting) {
      this.waiting.delete(key);
      this.post(this.given.save, { key, data }, leaving).then((kept) => {
        if (!kept && !this.waiting.has(key)) this.waiting.set(key, data);
      });
    }
  }

  async report(statement = null) {
    const text = statement ? JSON.stringify(statement) : "";
    if (!this.given.report || text.length > STATEMENT) return;
    // The number makes one report of it however often it is sent.
    const fields = text ? { statement: text, event: number() } : {};
    const answer =
      (await this.post(this.given.report, fields, true)) ||
      (await new Promise((done) => {
        setTimeout(() => done(this.post(this.given.report, fields, true)), 5000);
      }));
    if (!answer) return;
    const { finished, words } = await answer.json();
    if (words) this.words.textContent = words;
    if (finished) this.box.dataset.finished = "yes";
  }

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
      return answer.ok ? answer : null;
    } catch {
      return null;
    }
  }
}

for (const box of document.querySelectorAll("[data-activity]")) new Activity(box);
