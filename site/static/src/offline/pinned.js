// What this page knows of the issuer: its keys, its hosts, its lists of withdrawn certificates,
// and from when. Fetched while there is a network and kept in the browser for when there is none.

import { gunzipSync } from "fflate";

const KEPT = "waymark-offline-data";
const PATIENCE = 6000;
const LIST_BYTES = 131072 / 8;
export const DAY = 24 * 60 * 60 * 1000;

/** The newest that can be had: { data, fresh }, or null where there never was a network. */
export async function newest(address) {
  const fetched = await fetchNow(address);
  if (fetched) return { data: fetched, fresh: true };
  const kept = await openKept().then((cache) => cache && cache.match(address));
  return kept ? { data: await kept.json(), fresh: false } : null;
}

async function fetchNow(address) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const options = { cache: "no-store", credentials: "omit", signal: patience.signal };
    const answer = await fetch(address, options);
    if (!answer.ok) return null;
    const copy = answer.clone();
    const data = await answer.json();
    const cache = await openKept();
    if (cache) await cache.put(address, copy);
    return data;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function openKept() {
  try {
    return await caches.open(KEPT);
  } catch {
    return null; // private windows of some browsers keep nothing
  }
}

export function keyOf(data, id, use) {
  return data.keys.find((key) => key.kid === id && key.use === use) ?? null;
}

/** Whether the bit of a certificate is set; null where there is no such list here. */
export function isWithdrawn(data, number, index) {
  const list = data.lists.find((each) => each.number === number);
  if (!list) return null;
  const bits = gunzipSync(base64url(list.credential.credentialSubject.encodedList.slice(1)));
  if (bits.length < LIST_BYTES || !(index >= 0 && index < bits.length * 8)) return null;
  return Boolean(bits[index >> 3] & (128 >> (index & 7)));
}

/** How old the lists are at a moment: whole days, and whether this device's clock can be right. */
export function age(data, now) {
  const passed = now - Date.parse(data.as_of);
  return {
    days: Math.max(0, Math.floor(passed / DAY)),
    clockWrong: passed < -DAY,
    tooOld: passed > data.longest_age_days * DAY,
  };
}

/** The day, as days since 1970, that it is for the issuer. */
export function today(data, now) {
  const numbers = { timeZone: data.issuer.time_zone, year: "numeric", month: "numeric", day: "numeric" };
  const parts = new Intl.DateTimeFormat("en", numbers).formatToParts(now);
  const part = (name) => Number(parts.find(({ type }) => type === name).value);
  return Date.UTC(part("year"), part("month") - 1, part("day")) / DAY;
}

export function base64url(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
