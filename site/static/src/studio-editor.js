// Opens the editor at the block that the address names: map, proof and outline lead there.
// Wagtail draws blocks late, after the browser has looked for the place, and may hide them in a tab.
(() => {
  const PATIENCE = 60000;

  // What opens a panel that is shut.
  function closed(panel) {
    const toggle = panel.querySelector('[data-panel-toggle][aria-expanded="false"]');
    return toggle && toggle.closest("[data-panel]") === panel ? toggle : null;
  }

  function show(block) {
    const panel = block.closest('[role="tabpanel"]');
    if (panel && panel.hidden) {
      const tab = document.getElementById(panel.getAttribute("aria-labelledby"));
      if (tab) tab.click();
    }
    for (let around = block; around; around = around.parentElement.closest("[data-panel]")) {
      const toggle = closed(around);
      if (toggle) toggle.click();
    }
    block.scrollIntoView({ behavior: "instant", block: "start" });
  }

  function typeIn(block) {
    const field = block.querySelector("input:not([type=hidden]), textarea, [contenteditable=true]");
    if (field) field.focus({ preventScroll: true });
  }

  function go() {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!/^block-.+-section$/.test(name)) return;
    const until = Date.now() + PATIENCE;
    let taken = false; // by the trainer, who need not wait for us
    for (const event of ["wheel", "keydown", "pointerdown", "touchstart"]) {
      window.addEventListener(event, () => { taken = true; }, { once: true, passive: true });
    }
    let place = null;
    let calm = 0;
    (function look() {
      if (taken || Date.now() > until) return;
      const block = document.getElementById(name);
      if (block) {
        const { top, height } = block.getBoundingClientRect();
        // The browser finds it in a shut scene, and leaves the block itself shut.
        const here =
          height > 0 && top > -20 && top < window.innerHeight / 2 && !closed(block);
        const still = place === `${top}/${height}`;
        place = `${top}/${height}`;
        calm = here && still ? calm + 1 : 0;
        if (still && !here) show(block);
        if (calm > 5) return typeIn(block);
      }
      setTimeout(look, 200);
    })();
  }

  go();
  window.addEventListener("hashchange", go);
})();

// Suggests the names that the story has so far, wherever a part of it refers to another by name.
(() => {
  const REFERENCES = [
    [/-(target|repair|review)$/, "scenes"],
    [/-variable$/, "variables"],
    [/-competency$/, "competencies"],
  ];

  function names(field) {
    const found = new Set();
    for (const input of document.querySelectorAll(`input[name^="${field}-"][name$="-value-name"]`)) {
      const depth = /^[a-z]+-\d+-value-name$/.test(input.name);
      const gone = document.querySelector(
        `input[name="${input.name.replace(/value-name$/, "deleted")}"]`,
      );
      if (depth && !(gone && gone.value) && input.value.trim()) found.add(input.value.trim());
    }
    return found;
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.name) return;
    const [, field] = REFERENCES.find(([ending]) => ending.test(target.name)) || [];
    if (!field || !document.querySelector(`[name="${field}-count"]`)) return;
    const id = `studio-names-${field}`;
    let list = document.getElementById(id);
    if (!list) {
      list = document.createElement("datalist");
      list.id = id;
      document.body.append(list);
    }
    list.replaceChildren(
      ...[...names(field)].map((name) => Object.assign(document.createElement("option"), { value: name })),
    );
    target.setAttribute("list", id);
  });
})();
