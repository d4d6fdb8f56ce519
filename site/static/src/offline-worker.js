// Keeps the page /verify/offline/ and its parts for when there is no network. The server puts
// the list of parts before this script (`waymarkParts`); another list is another version.

const { version, page, parts } = self.waymarkParts;
const KEPT = `waymark-offline-page-${version}`;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  // Without cookies: what is kept is nobody's own page.
  const fresh = [page, ...parts].map(
    (address) => new Request(address, { cache: "reload", credentials: "omit" }),
  );
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("waymark-offline-page-") && name !== KEPT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === page) {
    event.respondWith(fromNetwork(request));
  } else if (parts.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept ?? fetch(request)));
  }
});

async function fromNetwork(request) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (answer.ok) return answer;
  } catch {
    // No network: the kept page.
  } finally {
    clearTimeout(timer);
  }
  return (await caches.match(page)) ?? Response.error();
}
