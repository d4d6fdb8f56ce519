"use strict";
// Content whose height hangs on that of its frame, or takes its time.
var H5P = H5P || {};
H5P.TinyHeights = function (params) {
  H5P.EventDispatcher.call(this);
  this.attach = function ($container) {
    var box = document.createElement("div");
    box.className = "tiny-heights";
    box.style.height = params.height;
    $container.append(box);
    if (!params.slow) return;
    var began = performance.now();
    (function grow() {
      box.style.height = 200 + Math.min(1, (performance.now() - began) / 1500) * 800 + "px";
      if (performance.now() - began < 1500) requestAnimationFrame(grow);
    })();
  };
};
H5P.TinyHeights.prototype = Object.create(H5P.EventDispatcher.prototype);
