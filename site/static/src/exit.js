// Quick exit. Without this file the exit is a plain link to /exit/ and works all the same.
//
// govuk-frontend's own part sets location.href, which leaves the scene one press of Back away;
// here the view is blanked at once and the entry in the history is replaced.

const address = "/exit/";
const seconds = 5;

const leave = () => {
  document.documentElement.classList.add("wm-gone");
  document.title = "\u200b";
  // An activity that hangs would keep the browser from leaving.
  for (const frame of document.querySelectorAll("iframe")) frame.remove();
  location.replace(address);
};

/** Shift three times within five seconds; Shift with another key does not count. */
export function startExit() {
  const words = document.querySelector("[data-exit-words]");
  if (!words) return; // the neutral page offers no exit: it is where the exit leads
  const { pressed, gone, late } = words.dataset;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("exit") : null;

  const exit = () => {
    if (others) others.postMessage("exit");
    leave();
  };
  if (others) others.onmessage = leave; // the same site open in another tab goes too

  document.querySelectorAll("[data-exit]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      exit();
    }),
  );

  let count = 0;
  let alone = false;
  let timer = 0;
  const reset = (message) => {
    count = 0;
    clearTimeout(timer);
    words.textContent = message;
  };

  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone && count) reset("");
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    count += 1;
    if (count === 1) timer = setTimeout(() => reset(late), seconds * 1000);
    if (count === 3) {
      words.textContent = gone;
      clearTimeout(timer);
      exit();
    } else {
      words.textContent = pressed.replace("0", String(count));
    }
  });
}
