"use strict";
// A recording that stops at set moments and asks something there, as interactive videos do.
var H5P = H5P || {};
H5P.TinyFilm = (function ($) {
  function TinyFilm(params, id, extras) {
    H5P.EventDispatcher.call(this);
    this.params = params;
    this.contentId = id;
    this.state = (extras && extras.previousState) || { time: 0, asked: [] };
  }
  TinyFilm.prototype = Object.create(H5P.EventDispatcher.prototype);

  TinyFilm.prototype.attach = function ($container) {
    var self = this;
    this.$container = $container;
    this.sound = document.createElement("audio");
    this.sound.src = H5P.getPath(this.params.file.path, this.contentId);
    this.sound.preload = "auto";
    this.sound.addEventListener("loadedmetadata", function () {
      self.sound.currentTime = self.state.time;
    });
    this.sound.addEventListener("timeupdate", function () {
      self.look();
    });
    this.sound.addEventListener("ended", function () {
      $container.attr("data-ended", "yes");
      self.triggerXAPIScored(self.state.asked.length, 1, "completed", true, true);
    });
    this.$at = $("<p class='tiny-at'></p>").text(this.state.time).appendTo($container);
    $("<button type='button'>Play</button>")
      .on("click", function () {
        self.sound.play();
      })
      .appendTo($container);
    $container.append(this.sound);
  };

  TinyFilm.prototype.look = function () {
    var self = this;
    this.state.time = this.sound.currentTime;
    this.params.stops.forEach(function (stop, index) {
      if (stop.at > self.state.time || self.state.asked.indexOf(index) >= 0) return;
      self.sound.pause();
      self.state.asked.push(index);
      var $part = $("<div class='tiny-part'></div>").appendTo(self.$container);
      var extras = { standalone: false, parent: self };
      H5P.newRunnable(stop.action, self.contentId, $part, true, extras).on("xAPI", function () {
        self.trigger("resize");
      });
    });
    H5P.setUserData(this.contentId, "state", this.state);
  };

  TinyFilm.prototype.getCurrentState = function () {
    return this.state;
  };
  return TinyFilm;
})(H5P.jQuery);
