// Whether all that is shipped may be: production dependencies, and what the pages are built of, by the lockfile.
import { readFileSync } from "node:fs";

const allowed = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "BlueOak-1.0.0",
]);
/** Fonts may be given away with anything, under the Open Font License. */
const allowedForFonts = new Set([...allowed, "OFL-1.1"]);
/** Development dependencies whose code ends in dist/. */
const inPages =
  /^node_modules\/(@astrojs\/starlight|@fontsource-variable\/.+|@socket\.io\/component-emitter|@xterm\/.+|astro|engine\.io-(client|parser)|pagefind|socket\.io-(client|parser)|svelte|uqr)$/;

interface Locked {
  dev?: boolean;
  license?: string;
}
const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Locked>;
};
const shipped = Object.entries(lock.packages).filter(
  ([path, { dev }]) => path && (!dev || inPages.test(path)),
);
const wrong = shipped.filter(([path, { license = "none" }]) => {
  const known = path.includes("/@fontsource") ? allowedForFonts : allowed;
  return !known.has(license);
});
for (const [path, { license = "none" }] of wrong) {
  console.error(
    `${path} has the licence ${license}. Take another package, or add the licence to .ci/licences.ts.`,
  );
}
if (wrong.length > 0) process.exitCode = 1;
else console.log(`${shipped.length} packages are shipped, under licences that allow it.`);
