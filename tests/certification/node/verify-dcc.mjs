// Verifies credentials with the Digital Credentials Consortium's verifier, offline.
//
// Standard input: {"did": {...}, "documents": {address: {...}}, "credentials": [{...}, ...]}.
// Standard output: for each credential {"errors": [names], "log": {step: true, false or error}}.
// The verifier fetches DID documents and status lists. Here `fetch` hands out what is in the input
// and refuses the rest; what was asked for stands in "asked".
const asked = [];
let input = {};

globalThis.fetch = async request => {
  const address = typeof request === 'string' ? request : request.url ?? String(request);
  asked.push(address);
  const host = input.did.id.slice('did:web:'.length).replaceAll('%3A', ':');
  const known = {[`https://${host}/.well-known/did.json`]: input.did, ...input.documents};
  if (!(address in known)) {
    return new Response('', {status: 404});
  }
  return new Response(JSON.stringify(known[address]), {
    headers: {'content-type': 'application/json'},
  });
};

let text = '';
for await (const chunk of process.stdin) {
  text += chunk;
}
input = JSON.parse(text);
// It writes about what it could not fetch; standard output is for the answers.
console.log = console.error = () => {};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');
const answers = [];
for (const credential of input.credentials) {
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  const log = {};
  for (const step of result.log ?? []) {
    log[step.id] = step.error ? step.error.name : step.valid;
  }
  answers.push({errors: (result.errors ?? []).map(each => each.name), log});
}
process.stdout.write(JSON.stringify({answers, asked}));
