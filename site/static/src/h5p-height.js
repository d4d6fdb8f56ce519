// Tells the page around how high the activity is, so that the frame has the height of its content.

const SOON = 400; // milliseconds: what changes so soon after its frame did may do so because of it
const TURNS = 4; // like steps in a row that make it sure

/** `say(kind, data)` tells the page around. Gives a function that measures anew. */
export function tellHeight(say) {
  const content = document.querySelector(".h5p-content");
  let frame = window.innerHeight;
  let changed = 0;
  let chase = null; // like steps in a row: where they began, how many, the last of them
  let held = null; // the height at which it stays, as it would run away from its frame

  const runsAway = (wanted) => {
    const step = wanted - window.innerHeight;
    const share = wanted / window.innerHeight;
    const soon = performance.now() - changed < SOON;
    const like = chase && (Math.abs(step - chase.step) <= 1 || Math.abs(share - chase.share) < 0.01);
    const begun = soon && like ? chase : { from: window.innerHeight, turns: 0 };
    // One step counts once, however often it is measured.
    const turns = begun.turns + (begun.at === window.innerHeight ? 0 : 1);
    chase = { ...begun, turns, step, share, at: window.innerHeight };
    return turns > TURNS;
  };

  const measure = () => {
    // A screen that it fills says nothing of its place in the page.
    if (document.fullscreenElement) return;
    // Not of the page, which is never less high than the frame that shows it.
    const box = content.getBoundingClientRect();
    const wanted = Math.ceil(box.bottom + window.scrollY + 1);
    if (held) {
      // What keeps its height where the frame has its own again had only taken its time.
      const far = (height) => Math.abs(height - held.from);
      if (far(window.innerHeight) > 1 || far(wanted) < far(held.wanted) - 1) return;
      held = chase = null;
    }
    if (Math.abs(wanted - window.innerHeight) <= 1) return;
    if (runsAway(wanted)) {
      held = { from: chase.from, wanted };
      say("height", { height: held.from });
    } else {
      say("height", { height: wanted });
    }
  };

  addEventListener("resize", () => {
    if (frame !== window.innerHeight) changed = performance.now();
    frame = window.innerHeight;
    measure();
  });
  document.addEventListener("fullscreenchange", measure);
  new ResizeObserver(measure).observe(content);
  return (fresh) => {
    if (fresh) held = chase = null;
    measure();
  };
}
