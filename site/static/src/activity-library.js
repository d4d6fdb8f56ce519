// The library of activities in the editor: upload with progress and by drag, and how far a package
// is unpacked. Without this script the same forms and links do the work.

const size = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;

class Upload {
  constructor(form) {
    this.form = form;
    this.file = form.querySelector("input[type='file']");
    this.problems = form.querySelector("[data-upload-problems]");
    this.shown = form.querySelector("[data-upload-progress]");
    this.bar = this.shown.querySelector("progress");
    this.words = this.shown.querySelector("[role='status']");
    this.button = form.querySelector("button[type='submit']");
    form.addEventListener("submit", (event) => {
      // What is missing altogether, the server says in its own words.
      if (!this.file.files.length) return;
      event.preventDefault();
      this.send();
    });
    this.shown.querySelector("[data-upload-stop]").addEventListener("click", () => this.request?.abort());
    this.drop(form.querySelector("[data-drop]"));
  }

  drop(zone) {
    zone.querySelector("[data-drop-words]").hidden = false;
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("wm-drop--over");
      });
    }
    zone.addEventListener("dragleave", () => zone.classList.remove("wm-drop--over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("wm-drop--over");
      if (event.dataTransfer.files.length !== 1) return;
      this.file.files = event.dataTransfer.files;
      this.file.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  send() {
    if (this.file.files[0].size > Number(this.file.dataset.most)) {
      this.say(this.shown.dataset.large);
      return;
    }
    this.problems.replaceChildren();
    this.button.disabled = true;
    this.bar.value = 0;
    this.words.textContent = "";
    this.shown.hidden = false;
    const request = new XMLHttpRequest();
    this.request = request;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.bar.value = (100 * loaded) / total;
      this.words.textContent =
        loaded < total ? `${size(loaded)} / ${size(total)}` : this.shown.dataset.checking;
    });
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.say(this.shown.dataset.lost));
    request.addEventListener("abort", () => this.rest());
    request.open("POST", this.form.action);
    request.send(new FormData(this.form));
  }

  answered(request) {
    const moved = request.responseURL && request.responseURL !== this.form.action;
    if (request.status === 200) {
      location.assign(moved ? request.responseURL : this.form.action);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const problems = page.querySelector("[data-upload-problems]");
    if (!problems || !problems.childElementCount) {
      this.say(this.shown.dataset.lost);
      return;
    }
    this.rest();
    this.problems.replaceChildren(...problems.childNodes);
    this.problems.focus();
  }

  say(sentence) {
    this.rest();
    const box = document.createElement("div");
    box.className = "wm-said";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = sentence;
    box.append(words);
    this.problems.replaceChildren(box);
    this.problems.focus();
  }

  rest() {
    this.button.disabled = false;
    this.shown.hidden = true;
  }
}

/** Looks again every second and a half, and goes on to where the server leads once it is done. */
function follow(box) {
  const again = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-unpacking]");
      if (!answer.ok || !now) throw new Error("gone");
      if (!now.hasAttribute("data-under-way")) {
        location.reload();
        return;
      }
      // Words and bar are kept, so that a screen reader hears of changes and not of new things.
      const [words, next] = [box.querySelector("[role='status']"), now.querySelector("[role='status']")];
      if (words.textContent !== next.textContent) words.textContent = next.textContent;
      const value = now.querySelector("progress").getAttribute("value");
      if (value !== null) box.querySelector("progress").setAttribute("value", value);
    } catch {
      // The connection is gone for a moment.
    }
    setTimeout(again, 1500);
  };
  setTimeout(again, 1000);
}

for (const form of document.querySelectorAll("[data-upload]")) new Upload(form);
for (const box of document.querySelectorAll("[data-under-way]")) follow(box);
