// Builds the site when it is missing or its sources have changed.
//
//   sources ─▶ astro build ─▶ .astro/site/ ──renamed──▶ dist/      so that no one reads half a site
//           └▶ hash of the sources ─▶ dist/.made-of
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runAstro } from "./astro.ts";
import { withBuildLock } from "./build-lock.ts";
import { fingerprintOf, stampOf, writeStamp } from "./fingerprint.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The folder with a site's sources, and the function that builds them. */
export interface Checkout {
  root: string;
  build: (folder: string, stdio: "pipe" | "inherit") => Promise<void>;
}

const ours: Checkout = {
  root,
  // Always for production: with another NODE_ENV, as in tests, the pages would include their libraries' debug code.
  build: (folder, stdio) => runAstro(["build", "--outDir", folder], stdio, { NODE_ENV: "production" }),
};

/** Returns the folder of a checkout's built site. */
export const siteFolder = (of = root) => join(of, "dist");
const workFolder = (of: string) => join(of, ".astro");

/** Whether the site is built and up to date. */
export function isSiteBuilt(of = root): boolean {
  if (!isComplete(siteFolder(of))) return false;
  // A container image has the built site without its sources.
  return !existsSync(join(of, "lessons")) || stampOf(siteFolder(of)) === fingerprintOf(of);
}

/**
 * Builds the site unless it is up to date. If the build fails, an older site is used, with a warning. Without an older
 * one, rejects with the end of Astro's output.
 */
export async function ensureSite(checkout = ours): Promise<void> {
  const { root: of } = checkout;
  if (isSiteBuilt(of)) return;
  try {
    await withBuildLock(workFolder(of), async () => {
      if (isSiteBuilt(of)) return;
      console.log("Building the site …");
      await buildAndSwap(checkout, "pipe");
    });
  } catch (error) {
    if (!isComplete(siteFolder(of))) throw error;
    const [why] = String(error instanceof Error ? error.message : error).split("\n");
    console.warn(
      `The site could not be built again (${why}). Using the one in dist/, which is older than its sources.`,
    );
  }
}

/** Builds the site even if it is up to date, for `npm run build`. */
export function buildSite(checkout = ours): Promise<void> {
  return withBuildLock(workFolder(checkout.root), () => buildAndSwap(checkout, "inherit"));
}

/** Run only one at a time. */
async function buildAndSwap({ root: of, build }: Checkout, stdio: "pipe" | "inherit"): Promise<void> {
  const [fresh, before] = [join(workFolder(of), "site"), join(workFolder(of), "site-before")];
  for (const left of [fresh, before]) rmSync(left, { recursive: true, force: true });
  const stamp = fingerprintOf(of); // before the build, because what is saved during the build may or may not be in it
  await build(fresh, stdio);
  writeStamp(fresh, stamp);
  if (existsSync(siteFolder(of))) renameSync(siteFolder(of), before);
  renameSync(fresh, siteFolder(of));
  rmSync(before, { recursive: true, force: true });
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "index.html")) && existsSync(join(folder, "404.html"));
}
