// The certificate editor: shows the fields that the choices ask for, and draws the certificate
// anew while one types. Without it all fields are there, and "Preview" draws.
(() => {
  const form = document.querySelector("form[data-certificate]");
  const place = document.getElementById("certificate-picture");
  if (!form || !place) return;
  const PATIENCE = 600;

  function show() {
    for (const part of form.querySelectorAll("[data-when]")) {
      const chosen = form.elements[part.dataset.when].value;
      part.hidden = !part.dataset.is.split(" ").includes(chosen);
    }
  }

  let asked = null;
  async function draw() {
    if (asked) asked.abort();
    const mine = new AbortController();
    asked = mine;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.certificate, {
        method: "POST",
        body: new FormData(form),
        signal: mine.signal,
      });
      if (!answer.ok || answer.redirected) return;
      place.innerHTML = await answer.text();
    } catch (problem) {
      if (problem.name !== "AbortError") return; // no network: the picture stays as it was
    } finally {
      if (asked === mine) place.removeAttribute("aria-busy");
    }
  }

  let waiting = 0;
  let before = new URLSearchParams(new FormData(form)).toString();
  function changed() {
    const now = new URLSearchParams(new FormData(form)).toString();
    if (now === before) return;
    before = now;
    show();
    clearTimeout(waiting);
    waiting = setTimeout(draw, PATIENCE);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A picture is chosen in a window of Wagtail's, which sets a hidden field without an event.
  for (const hidden of form.querySelectorAll('input[type="hidden"][name$="-image"]')) {
    new MutationObserver(changed).observe(hidden, { attributes: true });
  }
  setInterval(changed, 1500);
  show();
})();
