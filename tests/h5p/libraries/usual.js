"use strict";
// What libraries of many content types do with the core, the page and the browser, one thing each.
// What came of it is written on the container, as data-….
var H5P = H5P || {};
H5P.TinyUsual = (function ($) {
  // Bundles find the folder of their later parts by the script that runs.
  var own = document.currentScript.src.replace(/[^/]*$/, "");
  localStorage.tinyBefore = "kept";

  function TinyUsual(params, id, extras) {
    H5P.EventDispatcher.call(this);
    this.params = params;
    this.contentId = id;
    this.extras = extras;
    this.state = extras.previousState || {};
  }
  TinyUsual.prototype = Object.create(H5P.EventDispatcher.prototype);

  TinyUsual.prototype.attach = function ($container) {
    this.$container = $container.addClass("tiny-usual");
    this.tell("storage", localStorage.getItem("tinyBefore") + Object.keys(localStorage).length);
    this.tell("authors", (this.extras.metadata.authors || []).map((each) => each.name).join());
    this.tell("folder", H5P.getContentPath(this.contentId));
    this.links();
    this.parts();
    this.files();
    this.film();
    this.pixels();
    this.page();
  };

  TinyUsual.prototype.tell = function (name, value) {
    this.$container.attr("data-" + name, String(value));
  };

  TinyUsual.prototype.links = function () {
    var self = this;
    $("<p><a target='_blank' href='https://user@help.example/lines?x=1'>A help line</a> " +
      "<a href='https://plain.example/'>Plain</a> <a href='#here'>Here</a> " +
      "<a href='https://own.example/' class='own'>Its own</a></p>").appendTo(this.$container);
    // The core's dialogs hold clicks on links back.
    this.$container.find("a").on("click", function (event) {
      event.stopPropagation();
    });
    this.$container.find(".own").on("click", function (event) {
      event.preventDefault();
      self.tell("own", "done");
    });
    $("<button type='button'>Share</button>").appendTo(this.$container).on("click", function () {
      self.tell("shared", window.open("https://share.example/it", "_blank"));
    });
  };

  // A part that names itself, with state of its own; and one of older content, which does not.
  TinyUsual.prototype.parts = function () {
    var self = this;
    var part = "0b5ca1a5-5b0c-4a5c-8a5c-0123456789ab";
    H5P.getUserData(this.contentId, "state", (_error, kept) => this.tell("part", kept), part);
    $("<button type='button'>Answer a part</button>").appendTo(this.$container).on("click", function () {
      H5P.setUserData(self.contentId, "state", "answered", { subContentId: part });
      var old = new H5P.EventDispatcher();
      old.contentId = self.contentId;
      old.parent = self;
      old.triggerXAPIScored(1, 1, "answered", true, true);
      self.triggerXAPI("downloaded");
    });
  };

  TinyUsual.prototype.files = function () {
    var words = H5P.getPath("words.json", this.contentId);
    fetch(words).then((answer) => answer.json()).then((found) => this.tell("fetched", found.word));
    $.getJSON(words, (found) => this.tell("asked", found.word));
    var later = document.createElement("script");
    later.onload = () => this.tell("later", window.tinyLater);
    later.src = own + "later.js";
    document.head.appendChild(later);
    import(own + "module.js").then((module) => this.tell("module", module.word));
    var face = new FontFace("TinyFace", "url(" + own + "face.woff2)");
    // What is no font is told apart from what may not be asked for.
    face.load().catch((error) => this.tell("face", error.name));
  };

  TinyUsual.prototype.film = function () {
    var film = document.createElement("video");
    var source = { path: "tone.wav", mime: "audio/wav" };
    var way = H5P.getCrossOrigin(H5P.getPath(source.path, this.contentId));
    if (way !== null) film.setAttribute("crossorigin", way);
    film.src = H5P.getPath(source.path, this.contentId);
    var track = document.createElement("track");
    track.kind = "captions";
    track.src = H5P.getPath("words.vtt", this.contentId);
    track.default = true;
    track.onload = () => this.tell("captions", track.track.cues[0].text);
    track.onerror = () => this.tell("captions", "refused");
    film.appendChild(track);
    this.$container.append(film);
    track.track.mode = "showing";
  };

  TinyUsual.prototype.pixels = function () {
    var picture = new Image();
    picture.onload = () => {
      var canvas = document.createElement("canvas");
      canvas.getContext("2d").drawImage(picture, 0, 0);
      try {
        this.tell("pixel", canvas.getContext("2d").getImageData(0, 0, 1, 1).data[0]);
      } catch (error) {
        this.tell("pixel", error.name);
      }
    };
    H5P.setSource(picture, this.params.picture, this.contentId);
  };

  // Books and presentations keep their place in the address.
  TinyUsual.prototype.page = function () {
    var room = window;
    try {
      top.addEventListener("hashchange", function () {});
      room = top;
    } catch (error) {
      this.tell("top", error instanceof DOMException);
    }
    room.addEventListener("hashchange", () => this.tell("hash", room.location.hash));
    room.location.hash = "#h5pbookid=1&chapter=two";
    this.tell("print", typeof window.print);
    var asked = new H5P.ConfirmationDialog({ instance: this });
    $("<button type='button'>Ask</button>").appendTo(this.$container).on("click", () => {
      asked.appendTo(this.$container.get(0)).show(0);
    });
    asked.on("confirmed", () => this.tell("confirmed", "yes"));
    $("<button type='button'>To the top</button>").appendTo(this.$container).on("click", () => {
      this.$container.get(0).scrollIntoView(true);
    });
  };

  TinyUsual.prototype.getCurrentState = function () {
    return this.state;
  };
  return TinyUsual;
})(H5P.jQuery);
