// Every sentence stands in the page, where it is translated; the script picks them by name.

const kept = new Map();

export function readWords(template) {
  for (const each of template.content.querySelectorAll("[data-word]")) {
    kept.set(each.dataset.word, each.textContent.trim());
  }
}

/** The sentence of a name with values in the places of {name}. */
export function say(name, values = {}) {
  const sentence = kept.get(name) ?? name;
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function days(number) {
  if (number < 1) return say("today");
  return number === 1 ? say("yesterday") : say("days-ago", { number });
}

const language = document.documentElement.lang;
const locale = language === "en" ? "en-GB" : language;

/** A day as the site writes it; `zone` where a moment is meant and not a day. */
export function day(moment, zone = "UTC") {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: zone };
  return new Intl.DateTimeFormat(locale, options).format(moment);
}

/** The name of a language in the page's own, or its code. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

export function hour(moment) {
  const options = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale, options).format(moment);
}
