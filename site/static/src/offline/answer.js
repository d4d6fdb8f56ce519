// Shows the answer in the shape that /verify/ gives it: the word, the facts, what was checked.

import { day, days, languageName, say } from "./words.js";

/** Fill the answer's section, say it to screen readers, and go there. */
export function showAnswer(section, answer, data, address) {
  const word = say(`word-${answer.state}`);
  const badge = make("span", "wm-badge wm-badge--large", word);
  badge.classList.add(`wm-badge--${answer.state}`);
  const heading = make("h2", "wm-offline__word");
  heading.id = "answer-word";
  heading.tabIndex = -1;
  heading.append(badge, make("span", "govuk-visually-hidden", say("the-answer")));
  section.replaceChildren(heading, make("p", "wm-lead", say(`meaning-${answer.state}`)));
  section.dataset.state = answer.state;
  if (answer.causes.length) section.append(causes(answer));
  if (answer.found.outcome === "holds") section.append(...facts(answer, data));
  section.append(...checks(answer, data));
  if (answer.found.code || answer.found.said?.code) section.append(online(answer, address));
  section.hidden = false;
  heading.focus();
  return word;
}

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function causes(answer) {
  const list = make("ul", "govuk-list govuk-list--bullet");
  list.id = "causes";
  for (const name of answer.causes) {
    const item = make("li", "", say(name, { days: answer.listAge.days, host: answer.found.host ?? "" }));
    item.dataset.cause = name.replace("cause-", "");
    list.append(item);
  }
  return list;
}

function table(rows) {
  const list = make("dl", "govuk-summary-list");
  for (const [label, value, strong] of rows) {
    const row = make("div", "govuk-summary-list__row");
    const shown = make("dd", `govuk-summary-list__value${label === say("fact-code") ? " wm-key" : ""}`);
    shown.dir = "auto";
    shown.append(strong ? make("strong", "", value) : value);
    row.append(make("dt", "govuk-summary-list__key", label), shown);
    list.append(row);
  }
  return list;
}

function facts(answer, data) {
  const { said, source } = answer.found;
  const zone = said.days ? "UTC" : data.issuer.time_zone;
  const written = (moment) => (Number.isFinite(moment) ? day(moment, zone) : "");
  const rows = [
    ["fact-kind", source === "printed" ? say(said.achieved ? "kind-achievement" : "kind-attendance") : ""],
    ["fact-name", said.name, true],
    ["fact-course", said.title, true],
    ["fact-completed", written(said.completed)],
    ["fact-issued", written(said.issued)],
    ["fact-from", written(said.from)],
    ["fact-until", said.until === null ? say("no-end") : written(said.until)],
    ...[].concat(said.credit ?? said.credits ?? []).map((credit) => ["fact-credit", credit]),
    ["fact-criteria", said.criteria],
    ["fact-language", said.language && languageName(said.language)],
    ["fact-version", said.version],
    ["fact-issuer", said.issuer || data.issuer.name],
    ["fact-host", said.host],
    ["fact-code", said.code.replace(/^(.{5})(.{5})(.{5})(.{5})/, "$1-$2-$3-$4-")],
  ];
  const shown = rows.filter(([, value]) => value).map(([label, ...rest]) => [say(label), ...rest]);
  const compare = answer.found.inside === "pdf" ? "compare-pdf" : "compare";
  return [make("h3", "", say("facts")), make("p", "", say(compare)), table(shown)];
}

function checks(answer, data) {
  const list = { day: day(new Date(data.as_of), data.issuer.time_zone), age: days(answer.listAge.days) };
  const rows = answer.checks.map(({ what, well, why, list: ofList }) => {
    const mark = well === null ? say("not-checked") : well ? `✓ ${say("yes")}` : `– ${say("no")}`;
    const more = ofList && well !== null ? say("list-of", list) : why;
    return [say(what), more ? `${mark} (${more})` : mark];
  });
  return [make("h3", "", say("checks")), table(rows)];
}

function online(answer, address) {
  const code = answer.found.code || answer.found.said.code;
  const line = make("p", "", `${say("online")} `);
  const link = make("a", "", say("online-link"));
  link.href = `${address}${code}/`;
  line.append(link);
  return line;
}
