"use strict";
// Counts how often it was pressed, and remembers that and as much beside it as it is told.
var H5P = H5P || {};
H5P.TinyKeeper = (function () {
  function TinyKeeper(params, id, extras) {
    H5P.EventDispatcher.call(this);
    const self = this;
    let pressed = (extras && extras.previousState && extras.previousState.pressed) || 0;
    this.attach = function ($container) {
      const button = document.createElement("button");
      const say = () => (button.textContent = "Pressed " + pressed);
      button.onclick = () => {
        pressed += 1;
        say();
      };
      say();
      $container[0].appendChild(button);
    };
    this.getCurrentState = () => ({ pressed, more: pressed ? "x".repeat(params.size) : "" });
  }
  TinyKeeper.prototype = Object.create(H5P.EventDispatcher.prototype);
  return TinyKeeper;
})();
