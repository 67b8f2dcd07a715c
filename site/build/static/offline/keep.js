// Starts sw.js, which keeps visited pages, and tells it what this page has loaded already.
const worker = navigator.serviceWorker;
if (worker) {
  try {
    await worker.register(new URL("sw.js", import.meta.url));
    const { active } = await worker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    active?.postMessage({ opened: [location.href.replace(/#.*/, ""), ...loaded] });
  } catch {
    // A browser or a host that doesn't allow it: then nothing is kept.
  }
}
