// Builds the site when it is missing or its sources have changed.
//
//   sources ─▶ astro build ─▶ .astro/site/ ──renamed──▶ dist/      so that no one reads half a site
//           └▶ hash of the sources, and the base ─▶ dist/.made-of
//
// The site for another base than / is in .astro/sites/, so that two gateways with different bases don't rebuild each other's.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../config-error.ts";
import { runAstro } from "./astro.ts";
import { withBuildLock } from "./build-lock.ts";
import { fingerprintOf, stampOf, writeStamp } from "./fingerprint.ts";

/** The folder with a site's sources, and the function that builds them. */
export interface Checkout {
  root: string;
  /** The path that the site is built for; "/". */
  base?: string;
  build: (folder: string, stdio: "pipe" | "inherit") => Promise<void>;
}

type Place = Pick<Checkout, "root" | "base">;

/** Returns our own checkout, whose site is for this base. */
export const checkoutFor = (base = "/"): Checkout => ({
  root: fileURLToPath(new URL("../../../", import.meta.url)),
  base,
  // Always for production: with another NODE_ENV, as in tests, the pages would include their libraries' debug code.
  build: (folder, stdio) =>
    runAstro(["build", "--outDir", folder], stdio, { NODE_ENV: "production", CROSSTALK_BASE: base }),
});

/** Returns the folder of a checkout's built site. A base has no "+". */
export const siteFolder = ({ root, base = "/" }: Place = checkoutFor()): string =>
  base === "/" ? join(root, "dist") : join(workFolder(root), "sites", base.slice(1, -1).replaceAll("/", "+"));
const workFolder = (root: string) => join(root, ".astro");

/** Whether the site is built and up to date. */
export function isSiteBuilt(place: Place = checkoutFor()): boolean {
  const folder = siteFolder(place);
  return isComplete(folder) && (!hasSources(place) || stampOf(folder) === stampFor(place));
}

/**
 * Builds the site unless it is up to date. If the build fails, an older site is used, with a warning. Without an older
 * one, rejects with the end of Astro's output. Resolves with the folder of the site.
 */
export async function ensureSite(checkout = checkoutFor()): Promise<string> {
  const folder = siteFolder(checkout);
  if (isSiteBuilt(checkout)) return folder;
  const { root, base = "/" } = checkout;
  if (base !== "/" && !hasSources(checkout)) throw notBuiltFor(base);
  try {
    await withBuildLock(workFolder(root), async () => {
      if (isSiteBuilt(checkout)) return;
      console.log("Building the site …");
      await buildAndSwap(checkout, "pipe");
    });
  } catch (error) {
    if (!isComplete(folder)) throw error;
    const [why] = String(error instanceof Error ? error.message : error).split("\n");
    console.warn(
      `The site could not be built again (${why}). Using the one in ${relative(root, folder)}/, which is older than its sources.`,
    );
  }
  return folder;
}

/** Builds the site even if it is up to date, for `npm run build`. */
export function buildSite(checkout = checkoutFor()): Promise<void> {
  return withBuildLock(workFolder(checkout.root), () => buildAndSwap(checkout, "inherit"));
}

/** Run only one at a time. */
async function buildAndSwap(checkout: Checkout, stdio: "pipe" | "inherit"): Promise<void> {
  const [work, folder] = [workFolder(checkout.root), siteFolder(checkout)];
  const [fresh, before] = [join(work, "site"), join(work, "site-before")];
  for (const left of [fresh, before]) rmSync(left, { recursive: true, force: true });
  const stamp = stampFor(checkout); // before the build, because what is saved during the build may or may not be in it
  await checkout.build(fresh, stdio);
  writeStamp(fresh, stamp);
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) renameSync(folder, before);
  renameSync(fresh, folder);
  rmSync(before, { recursive: true, force: true });
}

const stampFor = ({ root, base = "/" }: Place): string => `${fingerprintOf(root)} ${base}`;

/** A container image and the npm package have built sites without their sources. */
const hasSources = ({ root }: Place): boolean => existsSync(join(root, "lessons"));

const notBuiltFor = (base: string) =>
  new ConfigError(
    `--base (or BASE_PATH): this copy of Crosstalk brings a site for / and not its sources, so it can't be served below ${base}; use a checkout, or an image built with --build-arg BASE_PATH=${base}`,
  );

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "index.html")) && existsSync(join(folder, "404.html"));
}
