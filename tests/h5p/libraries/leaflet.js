// Something to look at: pictures of its library and of its content, styles that are imported, a
// dialog, full screen, and what a library may ask the core for.
var H5P = H5P || {};
H5P.TinyLeaflet = function (params, id, extras) {
  var self = this;
  H5P.EventDispatcher.call(this);
  this.resized = 0;
  this.on("resize", function () {
    self.resized += 1;
    self.told();
  });
  this.attach = function ($container) {
    this.$container = $container.addClass("tiny-leaflet");
    $container.append("<p class='plain'>" + params.text + "</p><p class='imported'>More</p>");
    var own = document.createElement("img");
    own.className = "own";
    own.src = this.getLibraryFilePath("pictures/a (1).png");
    var content = document.createElement("img");
    content.className = "content";
    H5P.setSource(content, params.picture, id);
    $container.append(own, content);
    this.told();
  };
  this.told = function () {
    if (!this.$container) return;
    this.$container.attr({
      "data-title": extras.metadata.title,
      "data-words": H5P.t("confirmLabel"),
      "data-loaded": (window.tinyLoaded || []).join(" "),
      "data-script": window.tinyScript,
      "data-config": JSON.stringify(H5P.getLibraryConfig("H5P.TinyLeaflet")),
      "data-resized": String(this.resized),
      "data-full": String(document.fullscreenEnabled),
    });
  };
  var $ = H5P.jQuery;
};
H5P.TinyLeaflet.prototype = Object.create(H5P.ContentType(true).prototype);
