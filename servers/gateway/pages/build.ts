// Builds the site when it is missing or made of something else than what lies here now.
//
//   sources ─▶ astro build ─▶ .astro/site/ ──renamed──▶ dist/      nobody ever reads half a site
//           └▶ what it is made of ─▶ dist/.made-of
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runAstro } from "./astro.ts";
import { inTurnWithOthers } from "./build-lock.ts";
import { madeOf, stampOf, writeStamp } from "./fingerprint.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Where the sources of a site lie, and what makes pages of them. */
export interface Checkout {
  root: string;
  build: (folder: string, stdio: "pipe" | "inherit") => Promise<void>;
}

const ours: Checkout = {
  root,
  // Whoever starts it: with another NODE_ENV, as tests have, the pages would carry their libraries' debugging along.
  build: (folder, stdio) => runAstro(["build", "--outDir", folder], stdio, { NODE_ENV: "production" }),
};

/** Where the built site of a checkout is. */
export const siteFolder = (of = root) => join(of, "dist");
const workFolder = (of: string) => join(of, ".astro");

/** Whether the built site is there and made of what lies here now. */
export function isSiteBuilt(of = root): boolean {
  if (!isComplete(siteFolder(of))) return false;
  // An image carries the built site without its sources.
  return !existsSync(join(of, "lessons")) || stampOf(siteFolder(of)) === madeOf(of);
}

/**
 * Builds the site unless it is up to date. Where that cannot be done, an older one serves, with a warning; where there
 * is none, it rejects with the end of Astro's output.
 */
export async function ensureSite(checkout = ours): Promise<void> {
  const { root: of } = checkout;
  if (isSiteBuilt(of)) return;
  try {
    await inTurnWithOthers(workFolder(of), async () => {
      if (isSiteBuilt(of)) return;
      console.log("Building the site, once …");
      await buildAndSwap(checkout, "pipe");
    });
  } catch (error) {
    if (!isComplete(siteFolder(of))) throw error;
    const [why] = String(error instanceof Error ? error.message : error).split("\n");
    console.warn(
      `The site could not be built again (${why}). The one in dist/ serves; it is older than its sources.`,
    );
  }
}

/** What `npm run build` does: builds the site whether it is up to date or not. */
export function buildSite(checkout = ours): Promise<void> {
  return inTurnWithOthers(workFolder(checkout.root), () => buildAndSwap(checkout, "inherit"));
}

/** Only one at a time may do this. */
async function buildAndSwap({ root: of, build }: Checkout, stdio: "pipe" | "inherit"): Promise<void> {
  const [fresh, before] = [join(workFolder(of), "site"), join(workFolder(of), "site-before")];
  for (const left of [fresh, before]) rmSync(left, { recursive: true, force: true });
  const stamp = madeOf(of); // taken first: what is saved while it builds may be in it or not
  await build(fresh, stdio);
  writeStamp(fresh, stamp);
  if (existsSync(siteFolder(of))) renameSync(siteFolder(of), before);
  renameSync(fresh, siteFolder(of));
  rmSync(before, { recursive: true, force: true });
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "index.html")) && existsSync(join(folder, "404.html"));
}
