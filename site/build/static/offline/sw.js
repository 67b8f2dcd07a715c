// Keeps visited pages, so that they can be read again offline. Only part of a static site.
//
//   a page, a recording   from the network, or what was kept if there is none
//   a file with a hash in its name   what was kept, else from the network
const cacheName = "crosstalk";
/** The oldest of more than these are forgotten. */
const maxKept = 600;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
// What its page had loaded before this worker was there.
addEventListener("message", ({ data }) => {
  for (const url of data.opened) void keepAgain(url);
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url) || request.headers.has("range")) return;
  event.respondWith(request.url.includes("/_astro/") ? keptFirst(request) : networkFirst(request));
});

const isOurs = (url) => url.startsWith(registration.scope);

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetched(request);
}

async function networkFirst(request) {
  try {
    return await fetched(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function fetched(request) {
  const response = await fetch(request);
  if (response.ok) await keep(request, response.clone());
  return response;
}

async function keep(request, response) {
  const cache = await caches.open(cacheName);
  await cache.put(request, response).catch(() => {}); // the disk is full: then it isn't kept
  const kept = await cache.keys();
  for (const oldest of kept.slice(0, Math.max(0, kept.length - maxKept))) await cache.delete(oldest);
}

async function keepAgain(url) {
  if (!isOurs(url) || (await caches.match(url))) return;
  await fetched(new Request(url)).catch(() => {});
}
