// Tells what a chosen file is, and takes out of it what can be checked here.

import { unzlibSync } from "fflate";

const LARGEST = 10 * 1024 * 1024;
const PNG = [0x89, 0x50, 0x4e, 0x47];
const BADGE = "openbadgecredential";

/** { kind: "json" | "token", text, inside } or { kind: "picture", blob }, or { kind: "foreign" |
 *  "too-large" | "no-attachment" | "attachments" }. */
export async function readFile(file) {
  if (file.size > LARGEST) return { kind: "too-large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = latin(bytes.subarray(0, 1024));
  if (start.includes("%PDF-")) return fromPdf(bytes);
  if (PNG.every((byte, at) => bytes[at] === byte)) return fromPng(bytes, file);
  if (file.type.startsWith("image/")) return { kind: "picture", blob: file };
  return fromText(bytes);
}

function fromText(bytes, inside = "") {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return { kind: "foreign" };
  }
  if (text.startsWith("{")) return { kind: "json", text, inside };
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return { kind: "token", text, inside };
  return { kind: "foreign" };
}

/** The attached credential. Where it stands in the file is found by its marks alone: this does
 *  not read the page, nor the signature of the PDF, and the answer says so. */
function fromPdf(bytes) {
  const whole = latin(bytes);
  const found = [];
  const mark = /\/EmbeddedFile\b/g;
  for (let hit = mark.exec(whole); hit; hit = mark.exec(whole)) {
    const open = whole.lastIndexOf(" obj", hit.index);
    const stream = /stream\r?\n/g;
    stream.lastIndex = hit.index;
    const begin = stream.exec(whole);
    const end = begin && whole.indexOf("endstream", begin.index + begin[0].length);
    const dictionary = begin ? whole.slice(open, begin.index) : "";
    if (!begin || end < 0 || dictionary.includes("endobj")) continue;
    const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1] ?? NaN);
    const from = begin.index + begin[0].length;
    const data = bytes.subarray(from, Number.isFinite(length) ? from + length : end);
    try {
      found.push(/\/FlateDecode/.test(dictionary) ? unzlibSync(data) : data);
    } catch {
      return { kind: "no-attachment" };
    }
  }
  if (found.length !== 1) return { kind: found.length ? "attachments" : "no-attachment" };
  const read = fromText(found[0], "pdf");
  return read.kind === "json" ? read : { kind: "no-attachment" };
}

/** A badge with the credential baked in; any other PNG is a picture that may show the code. */
function fromPng(bytes, file) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = latin(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    const name = latin(data.subarray(0, BADGE.length + 3));
    if (kind === "iTXt" && name === `${BADGE}\0\0\0`) found.push(afterNulls(data, 3, 2));
    at += length + 12;
  }
  if (found.length > 1) return { kind: "attachments" };
  return found.length ? fromText(found[0], "png") : { kind: "picture", blob: file };
}

/** What follows keyword, flags, language and translated keyword (PNG §11.3.3.4). */
function afterNulls(data, flags, names) {
  let at = data.indexOf(0) + flags;
  for (let each = 0; each < names; each += 1) at = data.indexOf(0, at) + 1;
  return data.subarray(at);
}

function latin(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return text;
}
