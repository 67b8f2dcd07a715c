// Parts of a page are imported when they are needed, and browsers remember an import that failed: a moment without a network
// would take a part away until the page is loaded again. So what an import needs is fetched first; the next try fetches it again.
//
//   import("./story.ts") ──▶ fetch each of its files ──all there──▶ Vite's own helper, which finds them in the browser's cache
import type { Plugin } from "vite";

const helper = "\0vite/preload-helper.js";
const exported = "export const __vitePreload =";

const fetching = `
const fetched = new Set();
async function fetchOnce(url) {
  if (fetched.has(url)) return;
  // A file's name has its hash, so that what is in the cache is what the server has.
  const response = await fetch(url, { cache: "force-cache" });
  if (!response.ok) throw new TypeError("HTTP " + response.status + " for " + url);
  await response.blob();
  fetched.add(url);
}
export const __vitePreload = async (load, files = [], importer) => {
  await Promise.all(files.map((file) => fetchOnce(assetsURL(file, importer))));
  return link(load, files, importer);
};
`;

/** The bundler plugin. Fails the build if Vite's helper isn't what it extends. */
export const retryableImports = (): Plugin => ({
  name: "crosstalk:retryable-imports",
  transform(code, id) {
    if (id !== helper) return undefined;
    if (!code.includes(exported) || !code.includes("assetsURL"))
      this.error("Vite's preload helper has changed: see site/build/retryable-imports.ts.");
    return { code: code.replace(exported, "const link =") + fetching, map: null };
  },
});
