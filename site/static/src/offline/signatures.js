// Whether a signature or a proof was made with a key. Printed codes and tokens by the browser's
// own cryptography; proofs of JSON files by a larger part that is loaded with the first of them.

import { base64url } from "./pinned.js";

const P256 = { name: "ECDSA", namedCurve: "P-256" };

/** ES256 over bytes (RFC 7518 §3.4): printed codes and tokens. */
export async function es256Holds(key, signature, signed) {
  const { kty, crv, x, y } = key;
  const made = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, P256, false, ["verify"]);
  return crypto.subtle.verify({ ...P256, hash: "SHA-256" }, made, signature, signed);
}

/** The proof of a JSON file (eddsa-rdfc-2022). Throws where it cannot be brought into order. */
export async function proofHolds(key, document) {
  const proofs = await loadProofs();
  return proofs.holds(document, base64url(key.x));
}

let loading = null;

function loadProofs() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-proofs]").dataset.proofs;
    script.onload = () => resolve(globalThis.waymarkProofs);
    script.onerror = () => {
      loading = null;
      reject(new Error("the part that checks proofs could not be loaded"));
    };
    document.head.append(script);
  });
  return loading;
}
