// The page that checks certificates without network. Nothing that is checked leaves the device.

import { showAnswer } from "./offline/answer.js";
import { startCamera } from "./offline/camera.js";
import { readJson, readToken } from "./offline/documents.js";
import { readFile } from "./offline/files.js";
import { judge, weighPrinted } from "./offline/judge.js";
import { age, newest } from "./offline/pinned.js";
import { scanPicture } from "./offline/scan.js";
import { days, hour, readWords, say } from "./offline/words.js";

const page = document.querySelector("[data-offline]");
const { pinned, worker, scope, check } = page.dataset;
readWords(document.getElementById("words"));
const answer = document.getElementById("answer");
const live = document.getElementById("live");
const trouble = document.getElementById("trouble");
const ready = document.getElementById("ready");
let data = null;

function tell(words, problem = "") {
  live.textContent = words;
  trouble.hidden = !problem;
  trouble.textContent = problem ? words : "";
  if (problem) trouble.scrollIntoView({ block: "nearest" });
}

async function refresh() {
  const got = await newest(pinned);
  if (got) data = got.data;
  ready.dataset.fresh = String(Boolean(got?.fresh));
  const line = document.getElementById("list-age");
  if (!data) {
    line.textContent = say("no-data");
    return got;
  }
  const { days: old, tooOld, clockWrong } = age(data, new Date());
  const words = { moment: hour(new Date(data.as_of)), age: days(old), days: data.longest_age_days };
  line.textContent = say(clockWrong ? "age-clock" : tooOld ? "age-old" : "age", words);
  ready.classList.toggle("wm-panel--honey", tooOld || clockWrong);
  ready.classList.toggle("wm-panel--mist", !(tooOld || clockWrong));
  return got;
}

async function keepPage() {
  const line = document.getElementById("kept");
  try {
    await navigator.serviceWorker.register(worker, { scope });
    await navigator.serviceWorker.ready;
    line.textContent = say("kept");
    ready.dataset.kept = "true";
  } catch {
    line.textContent = say(navigator.serviceWorker?.controller ? "kept" : "not-kept");
    ready.dataset.kept = String(Boolean(navigator.serviceWorker?.controller));
  }
}

async function answerWith(weigh) {
  if (!data) {
    tell(say("no-data"), "data");
    return;
  }
  tell(say("looking"));
  // The last answer must not be taken for that of the next paper.
  answer.hidden = true;
  delete answer.dataset.state;
  try {
    const found = await weigh();
    if (!found) return;
    const given = judge(found, data, new Date());
    tell("");
    live.textContent = `${showAnswer(answer, given, data, check)}. ${say(`meaning-${given.state}`)}`;
  } catch {
    tell(say("cannot"), "cannot");
  }
}

const useText = (text) =>
  answerWith(async () => {
    const given = text.trim();
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(given)) return { source: "token", ...(await readToken(given, data)) };
    if (given.startsWith("{")) return { source: "json", ...(await readJson(given, data)) };
    return weighPrinted(given, data);
  });

const useFile = (file) =>
  answerWith(async () => {
    const read = await readFile(file);
    const source = read.kind;
    const { inside } = read;
    if (source === "json") return { source, inside, ...(await readJson(read.text, data)) };
    if (source === "token") return { source, inside, ...(await readToken(read.text, data)) };
    if (source !== "picture") return { source, outcome: source === "foreign" ? "not-ours" : source };
    const text = await scanPicture(read.blob).catch(() => "");
    if (text) return weighPrinted(text, data);
    tell(say("no-code"), "no-code");
    return null;
  });

const endCamera = startCamera(page, tell, useText);

document.getElementById("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  endCamera();
  if (file) useFile(file).then(() => (event.target.value = ""));
});
document.getElementById("pasted").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = event.target.elements.text.value;
  endCamera();
  if (text.trim()) useText(text);
  else tell(say("nothing-pasted"), "empty");
});
for (const name of ["dragover", "drop"]) {
  page.addEventListener(name, (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (name === "drop" && file) useFile(file);
  });
}
document.getElementById("refresh").addEventListener("click", async () => {
  tell(say("fetching"));
  const got = await refresh();
  tell(say(got?.fresh ? "fetched" : "not-fetched"), got?.fresh ? "" : "network");
});

if (globalThis.crypto?.subtle) {
  document.getElementById("needs").hidden = true;
  page.hidden = false;
  refresh();
  keepPage();
} else {
  document.getElementById("unsafe").hidden = false;
}
