// The printed code: the address of a certificate and, behind #, its signed facts in short.
// The twin of certification/offline/printed.py, which says what each number means.

import { decode, signedBytes } from "./cbor.js";

const CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ADDRESS = /^https?:\/\/([^/?#]+)\/verify\/([0-9A-Z]{26})\/(?:#([A-Z2-7]*))?$/;
const COSE_SIGN1 = 0xd2;
const ES256 = -7;

/** What a scanned text is: { kind: "foreign" | "bare" | "damaged" | "printed", … }. */
export function readPrinted(text) {
  const found = ADDRESS.exec(text.trim());
  if (!found) return { kind: "foreign" };
  const [, host, code, facts] = found;
  if (!facts) return { kind: "bare", host, code };
  try {
    return { kind: "printed", host, code, ...message(base32(facts)) };
  } catch {
    return { kind: "damaged", host, code };
  }
}

function message(bytes) {
  if (bytes[0] !== COSE_SIGN1) throw new Error("not a COSE_Sign1 message");
  const [header, , payload, signature] = decode(bytes.slice(1));
  const named = decode(header);
  if (named.get(1) !== ES256 || named.size !== 2) throw new Error("a header that is not ours");
  const claims = decode(payload);
  if (claims.get(0) !== 1) throw new Error("another format");
  return {
    keyId: new TextDecoder().decode(named.get(4)),
    signed: signedBytes(header, payload),
    signature,
    said: said(claims),
  };
}

/** The signed facts under names of their own. Days are counted from 1 January 1970. */
function said(claims) {
  return {
    code: crockford(claims.get(1)),
    name: claims.get(2),
    title: claims.get(3),
    issued: claims.get(4),
    validUntil: claims.get(5) ?? null,
    list: claims.get(6),
    index: claims.get(7),
    host: claims.get(8),
    achieved: claims.get(9) !== 0,
    completed: claims.get(10) ?? null,
    credit: claims.get(11) ?? "",
    nameCut: claims.has(12),
    titleCut: claims.has(13),
    validFrom: claims.get(14) ?? null,
  };
}

function base32(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = ((held << 5) | BASE32.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  if (bits > 4 || held & ((1 << bits) - 1)) throw new Error("not base 32 in its one form");
  return Uint8Array.from(bytes);
}

/** The 26 letters of a code's 16 bytes: the first letter carries three bits, the others five. */
function crockford(bytes) {
  if (bytes.length !== 16) throw new Error("not a code");
  let code = CODE_LETTERS[bytes[0] >> 5];
  let held = bytes[0] & 31;
  let bits = 5;
  for (const byte of bytes.slice(1)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      code += CODE_LETTERS[(held >> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return code;
}
