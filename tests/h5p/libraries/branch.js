// A way through scenes: each choice leads to another scene, and the last one tells a score.
// Ends without a semicolon or an empty line, as files do that come from elsewhere.
var H5P = H5P || {};
H5P.TinyBranch = class extends H5P.EventDispatcher {
  constructor(params, id, extras) {
    super();
    this.params = params;
    this.contentId = id;
    this.at = extras?.previousState?.at ?? "start";
  }

  attach($container) {
    this.box = $container.get(0);
    this.show();
  }

  show() {
    const scene = this.params.scenes[this.at];
    this.box.replaceChildren();
    const words = document.createElement("p");
    words.className = "tiny-scene";
    words.textContent = scene.text;
    this.box.append(words);
    if (scene.picture) {
      const picture = document.createElement("img");
      picture.alt = "";
      picture.addEventListener("load", () => this.trigger("resize"));
      picture.src = H5P.getPath(scene.picture.path, this.contentId);
      this.box.append(picture);
    }
    for (const way of scene.ways || []) {
      const button = document.createElement("button");
      button.textContent = way.text;
      button.addEventListener("click", () => this.go(way.to));
      this.box.append(button);
    }
    this.trigger("resize");
  }

  go(to) {
    this.at = to;
    this.triggerXAPI("progressed");
    const { score } = this.params.scenes[to];
    if (score !== undefined) this.triggerXAPIScored(score, 10, "completed", true, score > 5);
    this.show();
  }

  getCurrentState() {
    return { at: this.at };
  }
}