// Nothing opens from an activity, and it stays where it is: where one of its links leads, the page
// around shows the learner, who may open it from there.

/** The address that leads away from the activity, or "". */
function leadsTo(address) {
  try {
    const to = new URL(address, document.baseURI);
    const here = to.href.split("#")[0] === location.href.split("#")[0];
    return here || !/^(https?|mailto):$/.test(to.protocol) ? "" : to.href;
  } catch {
    return "";
  }
}

/** `say(kind, data)` tells the page around. */
export function offerLinks(say) {
  const offer = (address) => {
    const to = leadsTo(address);
    if (to) say("link", { address: to });
  };
  window.open = (address) => {
    offer(address);
    return null;
  };
  // First of all, as dialogs of H5P's core hold clicks on links back from those who come later.
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href], area[href]");
      if (!link || !("target" in link) || !leadsTo(link.href)) return;
      // The sandbox lets no window open, and the frame does not follow a link to one.
      link.target = "_blank";
      // What the activity does with the click by itself, it goes on doing.
      setTimeout(() => event.defaultPrevented || offer(link.href));
    },
    true,
  );
}
