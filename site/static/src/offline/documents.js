// Reads a credential in JSON or in a token without trusting it, by the same rules as
// certification/verify/json_file.py: one proof, by a key of ours, under our own name.

import { base64url, keyOf } from "./pinned.js";
import { es256Holds, proofHolds } from "./signatures.js";

const CODE = /\/credentials\/([0-9A-Z]{26})\.json$/;
const LIST = /\/credentials\/status\/(\d+)$/;
const LARGEST = 256 * 1024;

/** { outcome: "holds" | "broken" | "foreign" | "distrusted" | "not-ours" | …, said }. */
export async function readJson(text, data) {
  const document = parseOnce(text);
  if (!document) return { outcome: "not-ours" };
  if (document === "twice") return { outcome: "twice" };
  const { proof } = document;
  if (proof === undefined) return { outcome: "no-proof", said: said(document) };
  if (Array.isArray(proof)) return { outcome: "several-proofs" };
  const right =
    proof?.type === "DataIntegrityProof" &&
    proof.cryptosuite === "eddsa-rdfc-2022" &&
    proof.proofPurpose === "assertionMethod";
  const key = signingKey(document, proof?.verificationMethod, "credential", data);
  if (!right || !key) return { outcome: "foreign", said: said(document) };
  if (!key.trusted) return { outcome: "distrusted", said: said(document), keyId: key.kid };
  let held;
  try {
    held = await proofHolds(key, document);
  } catch (error) {
    if (/could not be loaded/.test(error.message)) throw error;
    return { outcome: "undefined-term", said: said(document), keyId: key.kid };
  }
  return { outcome: held ? "holds" : "broken", said: said(document), keyId: key.kid };
}

/** A token (VC-JWT, ES256). Any other algorithm, "none" too, is not ours. */
export async function readToken(text, data) {
  let header, document, signature;
  const [first, second, third] = text.split(".");
  try {
    header = JSON.parse(utf8(base64url(first)));
    document = JSON.parse(utf8(base64url(second)));
    signature = base64url(third);
  } catch {
    return { outcome: "not-ours" };
  }
  const right = header?.alg === "ES256" && typeof document === "object" && document !== null;
  const key = right ? signingKey(document, header.kid, "jwt", data) : null;
  if (!key) return { outcome: "foreign" };
  if (!key.trusted) return { outcome: "distrusted", said: said(document), keyId: key.kid };
  const held = await es256Holds(key, signature, new TextEncoder().encode(`${first}.${second}`));
  return { outcome: held ? "holds" : "broken", said: said(document), keyId: key.kid };
}

function signingKey(document, method, use, data) {
  const [did, id] = String(method).split("#");
  const issuer = document.issuer?.id ?? document.issuer;
  return data.issuer.dids.includes(did) && did === issuer ? keyOf(data, id, use) : null;
}

/** The parsed text; "twice" where a key stands twice in one place, null where it is no object. */
function parseOnce(text) {
  if (text.length > LARGEST) return null;
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) return null;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [];
  const written = tokens.filter((token) => token.endsWith(":")).length;
  return written === countKeys(document) ? document : "twice";
}

function countKeys(value) {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum, each) => sum + countKeys(each), own);
}

/** What the credential says, under the names that the page shows. */
function said(document) {
  const subject = document.credentialSubject ?? {};
  const achievement = subject.achievement ?? {};
  const status = document.credentialStatus ?? {};
  const results = achievement.resultDescription ?? [];
  return {
    code: CODE.exec(document.id)?.[1] ?? "",
    name: subject.name ?? "",
    title: achievement.name ?? document.name ?? "",
    issuer: document.issuer?.name ?? "",
    from: Date.parse(document.validFrom),
    until: document.validUntil === undefined ? null : Date.parse(document.validUntil),
    attendance: achievement.achievementType === "CertificateOfCompletion",
    criteria: achievement.criteria?.narrative ?? "",
    language: achievement.inLanguage ?? "",
    version: achievement.version ?? "",
    credits: (subject.result ?? []).map((result, number) => {
      return [result.value, results[number]?.name].filter(Boolean).join(" ");
    }),
    list: Number(LIST.exec(status.statusListCredential)?.[1] ?? NaN),
    index: Number(status.statusListIndex ?? NaN),
  };
}

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
