// A set of questions, each an activity of its own; finished when each is answered.
var H5P = H5P || {};
H5P.TinySet = (function ($) {
  function TinySet(params, id, extras) {
    H5P.EventDispatcher.call(this);
    var self = this;
    var before = (extras && extras.previousState && extras.previousState.parts) || [];
    this.contentId = id;
    this.scores = (extras && extras.previousState && extras.previousState.scores) || [];
    this.parts = params.questions.map(function (question, index) {
      var part = H5P.newRunnable(question, id, undefined, true, {
        previousState: before[index],
        standalone: false,
        parent: self,
      });
      part.on("xAPI", function (event) {
        if (event.getVerb() === "answered") self.answered(index, event.getScore());
      });
      return part;
    });
  }
  TinySet.prototype = Object.create(H5P.EventDispatcher.prototype);

  TinySet.prototype.attach = function ($container) {
    this.parts.forEach(function (part) {
      var $part = $("<div class='tiny-part'></div>").appendTo($container);
      part.attach($part);
    });
    this.trigger("resize");
  };

  TinySet.prototype.answered = function (index, score) {
    this.scores[index] = score;
    var all = this.parts.every(function (_part, place) {
      return typeof this.scores[place] === "number";
    }, this);
    if (!all) return;
    var sum = this.scores.reduce(function (left, right) {
      return left + right;
    });
    this.triggerXAPIScored(sum, this.parts.length, "completed", true, true);
  };

  TinySet.prototype.getCurrentState = function () {
    return {
      scores: this.scores,
      parts: this.parts.map(function (part) {
        return part.getCurrentState();
      }),
    };
  };
  return TinySet;
})(H5P.jQuery)
