// Runs before H5P's core, in an origin that is nobody's. What such an origin lacks is made up here,
// in memory; what the page was given to play is handed to the core.

const memory = () => {
  const kept = new Map();
  return {
    getItem: (key) => (kept.has(String(key)) ? kept.get(String(key)) : null),
    setItem: (key, value) => void kept.set(String(key), String(value)),
    removeItem: (key) => void kept.delete(String(key)),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
};
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { value: memory(), configurable: true });
}
Object.defineProperty(document, "cookie", { get: () => "", set: () => {}, configurable: true });

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
