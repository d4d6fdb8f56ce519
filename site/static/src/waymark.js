// Everything here is a comfort: every page works without it.

import { startExit } from "./exit.js";

startExit();

// A page kept whole by the browser would show again after Back; ask the server instead.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.classList.add("wm-gone");
  location.reload();
});

// Where a form came back with something to mend, reading starts at the list of it; where a
// page answers in place (a new scene, feedback), at the marked element.
const first = document.querySelector(".govuk-error-summary, [data-focus]");
if (first) first.focus();

// Escape closes the support panel and gives the focus back.
const support = document.querySelector(".wm-support");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !support || !support.open) return;
  support.open = false;
  support.querySelector("summary").focus();
});

// A recording begins at half its volume at most: nobody is startled. Whoever wants it louder
// turns it up.
for (const recording of document.querySelectorAll("audio, video")) {
  recording.volume = Math.min(recording.volume, 0.5);
}
