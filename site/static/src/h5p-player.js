// Starts the activity once the page around it has handed over where the learner was, and tells that
// page what happens: its height, what was done, where the learner is. It is trusted with nothing.

import { tellHeight } from "./h5p-height.js";
import { offerLinks } from "./h5p-links.js";

const LATE = 15000; // milliseconds until something that does not start is called broken
const content = window.H5PIntegration.contents["cid-1"];
let started = false;

const say = window.wmSay;

const broken = (why) => say("broken", { why: String(why || "").slice(0, 300) });

let measure;

// The core leaves it to the page around to say that there is more or less room.
let width = window.innerWidth;
addEventListener("resize", () => {
  if (!started || width === window.innerWidth) return;
  width = window.innerWidth;
  for (const instance of window.H5P.instances) window.H5P.trigger(instance, "resize");
  if (measure) measure(true);
});

/** Loads by themselves the scripts that the joint file did not come to. */
async function loadRest() {
  const all = content.scripts;
  if (window.wmAt >= all.length) return;
  const load = (address) =>
    new Promise((done) => {
      const script = document.createElement("script");
      script.async = false; // in their order
      script.onload = script.onerror = done;
      script.src = address;
      document.head.append(script);
    });
  await Promise.all(all.slice(window.wmAt + 1).map(load));
}

function keepState() {
  const H5P = window.H5P;
  const kept = content.contentUserData;
  H5P.getUserData = (id, kind, done, part = 0) => {
    const text = kept[part] && kept[part][kind];
    if (text === undefined) return done(undefined, undefined);
    try {
      return done(undefined, JSON.parse(text));
    } catch (error) {
      return done(error);
    }
  };
  H5P.setUserData = (id, kind, value, options = {}) => {
    const part = options.subContentId || 0;
    let text;
    try {
      text = JSON.stringify(value);
    } catch (error) {
      if (options.errorCallback) options.errorCallback(error);
      return;
    }
    kept[part] = kept[part] || {};
    if (kept[part][kind] === text) return;
    kept[part][kind] = text;
    say("state", { key: `${part}/${kind}`, data: text });
  };
  H5P.deleteUserData = (id, kind, part = 0) => {
    if (kept[part]) delete kept[part][kind];
    say("state", { key: `${part}/${kind}`, data: "" });
  };
}

/** What the core would give otherwise, where files lie on the site itself and are filtered there. */
function adapt() {
  const H5P = window.H5P;
  // Pixels and captions are kept from an origin that is nobody's, unless they are asked for so; all
  // that can be loaded here may be.
  H5P.getCrossOrigin = () => "anonymous";
  // jQuery takes the files for those of its own origin, which they are not: it would ask for them with
  // a header that has to be agreed on first, and would run scripts in a way that is not allowed.
  H5P.jQuery.ajaxSetup({ crossDomain: true });
  H5P.getContentPath = () => content.contentUrl;
  // A licence that the core has never heard of would keep the activity from starting.
  const rights = H5P.getCopyrights;
  H5P.getCopyrights = (...given) => {
    try {
      return rights.apply(H5P, given);
    } catch {
      return "";
    }
  };
}

async function start(given) {
  if (started) return;
  started = true;
  await loadRest();
  const H5P = window.H5P;
  if (!H5P || !H5P.init || !H5P.externalDispatcher) {
    broken(window.wmFailures[0] || "core");
    return;
  }
  content.contentUserData = [];
  for (const [key, data] of Object.entries(given.state || {})) {
    const [part, kind] = key.split("/");
    content.contentUserData[part] = { ...content.contentUserData[part], [kind]: data };
  }
  keepState();
  adapt();
  offerLinks(say);
  H5P.externalDispatcher.on("xAPI", (event) => {
    try {
      // As a text: what may be behind an object is not for the page around to unfold.
      say("statement", { statement: JSON.stringify(event.data.statement) });
    } catch {
      // A statement that cannot be written down is none.
    }
  });
  try {
    H5P.init(document.body);
  } catch (error) {
    // What failed first tells more than what failed for want of it.
    broken(window.wmFailures[0] || (error && error.message));
    return;
  }
  measure = tellHeight(say);
  measure();
  setTimeout(() => {
    const drawn = document.querySelector(".h5p-content").children.length > 0;
    if (!H5P.instances.length || !drawn) broken(window.wmFailures[0] || "empty");
    else say("playing");
  }, 500);
}

// The core saves every ten seconds, and when the page is left: then nobody listens any more. So it is
// asked to whenever somebody turns away.
const save = () => started && dispatchEvent(new Event("pagehide"));
addEventListener("blur", save);
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());

addEventListener("message", (event) => {
  if (event.source !== window.wmAround || !event.data) return;
  if (event.data.waymark === "start") start(event.data);
  if (event.data.waymark === "there") say("here");
  if (event.data.waymark === "save") save();
});

// The page around may not listen yet.
const hello = setInterval(() => (started ? clearInterval(hello) : say("hello")), 200);
say("hello");
setTimeout(() => {
  if (!started) broken("alone");
}, LATE);
