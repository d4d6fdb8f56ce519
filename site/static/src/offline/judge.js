// From what was found in a code or file to the answer: one word, its causes, what was checked.
// Words stand in the page; here they go by their names.

import { DAY, age, isWithdrawn, keyOf, today } from "./pinned.js";
import { readPrinted } from "./printed.js";
import { es256Holds } from "./signatures.js";

const BROKEN = new Set(["broken", "damaged", "no-proof", "several-proofs", "twice", "undefined-term", "host"]);
const NAMED = new Set(["broken", "undefined-term"]);

/** What a scanned or pasted text proves. */
export async function weighPrinted(text, data) {
  const read = readPrinted(text);
  const base = { source: "printed", code: read.code ?? "" };
  if (read.kind === "foreign") return { ...base, outcome: "not-ours" };
  if (!data.issuer.hosts.includes(read.host)) return { ...base, outcome: "other-host", host: read.host };
  if (read.kind !== "printed") return { ...base, outcome: read.kind };
  const { keyId, said } = read;
  const key = keyOf(data, keyId, "jwt");
  if (!key) return { ...base, outcome: "foreign" };
  if (!key.trusted) return { ...base, outcome: "distrusted", keyId };
  const held = await es256Holds(key, read.signature, read.signed);
  const outcome = !held ? "broken" : said.code === read.code && data.issuer.hosts.includes(said.host) ? "holds" : "host";
  return { ...base, outcome, keyId, said: held ? inInstants(said) : undefined };
}

/** Days become moments, so that codes and files are judged alike. */
function inInstants(said) {
  const { issued, completed, validFrom, validUntil, ...rest } = said;
  const day = (number) => (number === null ? null : number * DAY);
  return {
    ...rest,
    days: true,
    issued: day(issued),
    completed: day(completed),
    from: day(validFrom),
    until: day(validUntil),
  };
}

/** The answer: { state, causes, checks, found }. `now` is this device's time. */
export function judge(found, data, now) {
  const { outcome, said } = found;
  const listAge = age(data, now);
  if (outcome !== "holds") {
    const state = BROKEN.has(outcome) ? "altered" : "unknown";
    return { state, causes: [`cause-${outcome}`], checks: unproven(found), found, listAge };
  }
  const day = today(data, now);
  const moment = said.days ? day * DAY : now.getTime();
  const expired = said.until !== null && said.until < moment;
  const begins = said.from === null || said.days ? said.from : today(data, said.from) * DAY;
  const early = begins !== null && begins > day * DAY;
  const withdrawn = isWithdrawn(data, said.list, said.index);
  const stale = withdrawn !== true && (withdrawn === null || listAge.tooOld || listAge.clockWrong);
  const causes = [];
  let state = "valid";
  if (withdrawn) state = "revoked";
  else if (expired) state = "expired";
  else if (early) state = "waiting";
  else if (stale) state = "stale";
  if (stale) causes.push(withdrawn === null ? "cause-no-list" : listAge.clockWrong ? "cause-clock" : "cause-old-list");
  if (found.inside === "pdf") causes.push("cause-pdf");
  if (said.nameCut || said.titleCut) causes.push("cause-cut");
  const checks = [
    { what: "check-key", well: true, why: found.keyId },
    { what: "check-unchanged", well: true },
    { what: "check-withdrawn", well: stale ? null : !withdrawn, list: true },
    { what: "check-today", well: !expired && !early },
    ...untouched(found),
  ];
  return { state, causes, checks, found, listAge };
}

function unproven(found) {
  const { outcome, keyId } = found;
  if (outcome === "host") return [{ what: "check-key", well: true, why: keyId }, { what: "check-address", well: false }];
  if (!NAMED.has(outcome)) return [{ what: "check-key", well: false }];
  return [{ what: "check-named", well: true, why: keyId }, { what: "check-unchanged", well: false }];
}

/** What nothing here looks at; said, so that nobody takes it for checked. */
function untouched(found) {
  const names = ["check-newer"];
  if (found.inside === "pdf") names.push("check-pdf-signature", "check-pdf-page");
  if (found.inside === "png") names.push("check-picture");
  if (found.source === "printed") names.push("check-rest-of-paper");
  return names.map((what) => ({ what, well: null }));
}
