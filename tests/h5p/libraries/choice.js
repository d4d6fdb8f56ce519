"use strict";
// A scored question with one right answer; remembers what was chosen.
var H5P = H5P || {};
H5P.TinyChoice = (function () {
  function TinyChoice(params, id, extras) {
    H5P.EventDispatcher.call(this);
    this.params = params;
    this.contentId = id;
    this.state = (extras && extras.previousState) || {};
    this.whole = !extras || extras.standalone !== false;
  }
  TinyChoice.prototype = Object.create(H5P.EventDispatcher.prototype);
  TinyChoice.prototype.constructor = TinyChoice;

  TinyChoice.prototype.attach = function ($container) {
    var self = this;
    var box = document.createElement("fieldset");
    var legend = document.createElement("legend");
    legend.textContent = this.params.question;
    box.appendChild(legend);
    (this.params.answers || []).forEach(function (answer, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "tiny-answer";
      button.textContent = answer.text;
      button.setAttribute("aria-pressed", String(self.state.chosen === index));
      button.addEventListener("click", function () {
        self.choose(index, box);
      });
      box.appendChild(button);
    });
    $container.get(0).appendChild(box);
    this.triggerXAPI("attempted");
  };

  TinyChoice.prototype.choose = function (index, box) {
    this.state = { chosen: index };
    Array.prototype.forEach.call(box.querySelectorAll("button"), function (button, place) {
      button.setAttribute("aria-pressed", String(place === index));
    });
    var score = this.params.answers[index].right ? 1 : 0;
    // As a part of something else, its state is kept by that.
    if (this.whole) H5P.setUserData(this.contentId, "state", this.getCurrentState());
    this.triggerXAPIScored(score, 1, "answered", true, score === 1);
    this.trigger("resize");
  };

  TinyChoice.prototype.getCurrentState = function () {
    return this.state;
  };
  return TinyChoice;
})();
