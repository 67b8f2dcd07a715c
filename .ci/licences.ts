// Checks the licences of everything shipped: production dependencies, and what the pages are built from, by the lockfile.
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
/** Fonts may also be under the Open Font License. */
const allowedForFonts = new Set([...allowed, "OFL-1.1"]);
/** Development dependencies whose code ends up in dist/. */
const inPages =
  /^node_modules\/(@astrojs\/starlight|@codemirror\/.+|@fontsource-variable\/.+|@lezer\/.+|@marijn\/find-cluster-break|@socket\.io\/component-emitter|@xterm\/.+|astro|crelt|engine\.io-(client|parser)|fflate|leven|pagefind|socket\.io-(client|parser)|style-mod|svelte|uqr|w3c-keyname)$/;
/** Packages whose package.json says it in the old form, which a lockfile leaves out, as read in their LICENSE. */
const oldForm: Record<string, string> = { "node_modules/xmlhttprequest-ssl": "MIT" };

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
const wrong = shipped.filter(([path, { license = oldForm[path] ?? "none" }]) => {
  const known = path.includes("/@fontsource") ? allowedForFonts : allowed;
  return !known.has(license);
});
for (const [path, { license = "none" }] of wrong) {
  console.error(
    `${path} has the licence ${license}. Use another package, or add the licence to .ci/licences.ts.`,
  );
}
if (wrong.length > 0) process.exitCode = 1;
else console.log(`${shipped.length} packages are shipped, all under allowed licences.`);
