// What a choice on the map does is told below it too, so that nobody has to wait for a tooltip.
// Everything here stands in the outline as well; without this script nothing is missing.
(() => {
  const map = document.querySelector(".studio-map");
  const told = document.getElementById("told");
  if (!map || !told) return;

  let lit = null;

  function tell(event) {
    const way = event.target.closest("a[data-way], a[data-scene]");
    if (!way) return hush();
    const source = document.getElementById(
      way.dataset.way ? `choice-${way.dataset.way}` : `scene-${way.dataset.scene}`,
    );
    if (lit) lit.classList.remove("told");
    lit = way.dataset.way ? document.getElementById(`path-${way.dataset.way}`) : null;
    if (lit) lit.classList.add("told");
    told.replaceChildren();
    if (source && way.dataset.way) {
      for (const node of source.childNodes) told.append(node.cloneNode(true));
    } else {
      told.textContent = way.getAttribute("aria-label");
    }
    told.hidden = false;
  }

  function hush() {
    if (map.contains(document.activeElement) && document.activeElement !== map) return;
    if (lit) lit.classList.remove("told");
    lit = null;
    told.hidden = true;
  }

  map.addEventListener("mouseover", tell);
  map.addEventListener("mouseleave", hush);
  map.addEventListener("focusout", () => setTimeout(hush));
  map.addEventListener("focusin", tell);
})();
