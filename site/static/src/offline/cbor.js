// Reads the few parts of CBOR that the printed code is written in (RFC 8949): integers, bytes,
// text, lists, maps and null, each in its shortest form. The twin of certification/offline/cbor.py.

const DEEPEST = 4;
const SIZES = { 24: 1, 25: 2, 26: 4 };

/** The one value in the bytes. Throws where there is anything else. */
export function decode(bytes) {
  const [value, end] = read(bytes, 0, 0);
  if (end !== bytes.length) throw new Error("something follows the value");
  return value;
}

function read(bytes, at, depth) {
  if (depth > DEEPEST || at >= bytes.length) throw new Error("too deep, or cut short");
  if (bytes[at] === 0xf6) return [null, at + 1];
  const major = bytes[at] >> 5;
  if (major > 5) throw new Error("a kind of value that is not read here");
  let number;
  [number, at] = head(bytes, at);
  if (major === 0) return [number, at];
  if (major === 1) return [-1 - number, at];
  if (number > bytes.length - at) throw new Error("cut short");
  if (major === 2) return [bytes.slice(at, at + number), at + number];
  if (major === 3) return [text(bytes.slice(at, at + number)), at + number];
  return major === 4 ? list(bytes, at, number, depth) : map(bytes, at, number, depth);
}

function head(bytes, at) {
  const mark = bytes[at] & 31;
  if (mark < 24) return [mark, at + 1];
  const size = SIZES[mark];
  if (!size || at + 1 + size > bytes.length) throw new Error("cut short, or of no definite length");
  let number = 0;
  for (const byte of bytes.slice(at + 1, at + 1 + size)) number = number * 256 + byte;
  if (number < (size === 1 ? 24 : 2 ** (4 * size))) throw new Error("longer than needed");
  return [number, at + 1 + size];
}

const text = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

function list(bytes, at, number, depth) {
  const values = [];
  for (let each = 0; each < number; each += 1) {
    let value;
    [value, at] = read(bytes, at, depth + 1);
    values.push(value);
  }
  return [values, at];
}

function map(bytes, at, number, depth) {
  const values = new Map();
  for (let each = 0; each < number; each += 1) {
    let key, value;
    [key, at] = read(bytes, at, depth + 1);
    if (typeof key !== "number" || values.has(key)) throw new Error("a key that is not read here");
    [value, at] = read(bytes, at, depth + 1);
    values.set(key, value);
  }
  return [values, at];
}

/** What a COSE signature of kind 1 covers (RFC 9052 §4.4). */
export function signedBytes(header, payload) {
  const label = new TextEncoder().encode("Signature1");
  return join([0x84, 0x60 | label.length], label, prefix(header), header, [0x40], prefix(payload), payload);
}

function prefix(bytes) {
  const { length } = bytes;
  if (length < 24) return [0x40 | length];
  return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
