// The built site: builds it when it is missing or older than what it is made of, and serves it.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { createPolicies } from "./policies.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = join(root, "dist");
const stamp = join(dist, ".made-of");

/** All that the pages are made of; lessons show code of the servers. */
const sources = ["site", "lessons", "servers", "astro.config.ts", "package-lock.json"];

/** Whether the built site is there and as new as what it is made of. */
export function isSiteBuilt(madeOf = fingerprint()): boolean {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === madeOf) return true;
  // An image carries the built site without its sources.
  return !existsSync(join(root, "lessons")) && existsSync(join(dist, "index.html"));
}

/** Builds the site unless it is up to date; rejects with the end of Astro's output. */
export async function ensureSite(): Promise<void> {
  const madeOf = fingerprint();
  if (isSiteBuilt(madeOf)) return;
  console.log("Building the site, once …");
  // Whoever starts it: with another NODE_ENV, as tests have, the pages would carry their libraries' debugging along.
  await runAstro(["build"], "pipe", { NODE_ENV: "production" });
  writeFileSync(stamp, madeOf);
}

/** Serves dist/, compressed as site/build/compress.ts left it, each page with the policy for its own scripts, and its 404 page. */
export function createSite(): RequestListener {
  const serve = sirv(dist, { etag: true, dotfiles: false, brotli: true, gzip: true });
  const notFound = readFileSync(join(dist, "404.html"));
  const policyOf = createPolicies(dist);
  return (req, res) => {
    // Set here, since an answer 304 has to have them as well, and sirv would leave them out of it.
    res.setHeader("cache-control", lifetime(req.url ?? "/"));
    res.setHeader("vary", "accept-encoding");
    res.setHeader("content-security-policy", policyOf(req.url ?? "/"));
    serve(req, res, () => {
      res.setHeader("content-security-policy", policyOf("/404"));
      const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" };
      res.writeHead(404, headers).end(notFound);
    });
  };
}

/** Runs Astro until it ends; with "inherit" its output goes to the terminal. */
export function runAstro(
  args: string[],
  stdio: "pipe" | "inherit",
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const astro = join(root, "node_modules/astro/bin/astro.mjs");
  const child = spawn(process.execPath, [astro, ...args], {
    cwd: root,
    stdio: ["ignore", stdio, stdio],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", ...env },
  });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  child.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve();
    else reject(new Error(`astro ${args.join(" ")} ended with ${code}:\n${output}`));
  });
  const end = () => child.kill();
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
  return promise;
}

/** Names under _astro/ carry a hash of the content; everything else is asked for again. */
function lifetime(path: string): string {
  return path.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "no-cache";
}

/** Names, sizes and times of all sources: cheap, and new whenever one was saved. */
function fingerprint(): string {
  const hash = createHash("sha1");
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: "utf8" })
          .sort()
          .map((name) => join(path, name))
      : [path];
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}
