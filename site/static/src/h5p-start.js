// Runs before H5P's core, in an origin that is nobody's. What such an origin lacks is made up here,
// in memory; what the page was given to play is handed to the core.

// Nothing of the package has run yet: what it changes later does not reach what is taken here.
const around = window.parent;
const post = around.postMessage;
const { apply } = Reflect;
const say = (kind, data = {}) => apply(post, around, [{ waymark: kind, ...data }, "*"]);
Object.defineProperty(window, "wmAround", { value: around });
Object.defineProperty(window, "wmSay", { value: say });

// The exit's keys work here too: the page around hears of them, and of nothing else typed. They are
// heard before any script of the package could keep them back.
const told = ["key", "ctrlKey", "altKey", "metaKey", "repeat"].map(
  (name) => Object.getOwnPropertyDescriptor(KeyboardEvent.prototype, name).get,
);
const kind = Object.getOwnPropertyDescriptor(Event.prototype, "type").get;
for (const type of ["keydown", "keyup"]) {
  addEventListener(
    type,
    (event) => {
      const [key, ctrl, alt, meta, repeat] = told.map((get) => apply(get, event, []));
      const shift = key === "Shift" && !ctrl && !alt && !meta;
      say("key", { type: apply(kind, event, []), shift, repeat });
    },
    true,
  );
}

// That somebody pressed something here, by a word that the package does not come to know.
const proof = window.name;
window.name = "";
for (const type of ["pointerdown", "click"]) {
  addEventListener(type, (event) => event.isTrusted && say("pressed", { proof }), true);
}

// A frame within it could show nothing anyway, and the keys would not be heard while it has them.
new MutationObserver(() => {
  for (const frame of document.querySelectorAll("iframe:not([inert])")) frame.inert = true;
}).observe(document, { childList: true, subtree: true });

const memory = () => {
  const kept = new Map();
  const methods = {
    getItem: (key) => (kept.has(String(key)) ? kept.get(String(key)) : null),
    setItem: (key, value) => void kept.set(String(key), String(value)),
    removeItem: (key) => void kept.delete(String(key)),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
  // Libraries write `localStorage.name = value` too.
  return new Proxy(methods, {
    get: (target, key) => (key in target ? target[key] : kept.get(key)),
    set: (target, key, value) => (key in target ? false : Boolean(kept.set(key, String(value)))),
    has: (target, key) => key in target || kept.has(key),
    deleteProperty: (target, key) => !(key in target) && (kept.delete(key), true),
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (target, key) =>
      kept.has(key)
        ? { value: kept.get(key), writable: true, enumerable: true, configurable: true }
        : undefined,
  });
};
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { value: memory(), configurable: true });
}
Object.defineProperty(document, "cookie", { get: () => "", set: () => {}, configurable: true });

// The sandbox lets nothing be printed. Where there is no `print`, no button for it is shown.
Object.defineProperty(window, "print", { value: undefined, configurable: true });

// No content policy holds these back in every browser, and each could talk to any host.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) {
  delete window[name];
}
// Every script of a package begins with a call of this: it runs here and nowhere else, not in a
// frame that it makes for itself, where the above would be back.
window.wmHere = () => {};

// What fails while scripts load is told by the player, which comes last.
window.wmFailures = [];
addEventListener(
  "error",
  (event) => {
    const from = event.target && (event.target.src || event.target.href);
    window.wmFailures.push(String(from || event.message || "").slice(0, 300));
  },
  true,
);

window.H5P = { preventInit: true };
window.H5PIntegration = JSON.parse(document.getElementById("h5p-settings").textContent);

// The joint file tells which of its files it has come to: where one of them breaks it, the player
// knows which are left, and a script that looks for its own address finds that and not the joint one.
const files = window.H5PIntegration.contents["cid-1"].scripts;
window.wmAt = -1;
window.wmFile = (number) => void (window.wmAt = number);
const { get } = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript");
Object.defineProperty(document, "currentScript", {
  configurable: true,
  get() {
    const real = get.call(document);
    if (!real || !/\/bundle\.js$/.test(real.src) || !files[window.wmAt]) return real;
    return Object.assign(document.createElement("script"), { src: files[window.wmAt] });
  },
});
