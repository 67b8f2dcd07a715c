// The Content-Security-Policy of every built page.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Finds the policy of a page by its URL; what is no page has the policy of a page without scripts of its own. */
export function createPolicies(folder: string): (url: string) => string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => `/${name.replaceAll("\\", "/")}`);
  const pages = new Map(files.map((file) => [nameOf(file), file]));
  const policies = new Map<string, string>();
  const none = pagePolicy("");
  return (url) => {
    const name = nameOf(decoded(url.replace(/[?#].*$/s, "")));
    const file = pages.get(name);
    if (!file) return none;
    const policy = policies.get(name) ?? pagePolicy(readFileSync(join(folder, file), "utf8"));
    policies.set(name, policy);
    return policy;
  };
}

/** The same for all paths by which a page can be had. */
function nameOf(path: string): string {
  return path.replace(/(\/index)?\.html$/, "").replace(/\/$/, "");
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path; // not a path of ours, then
  }
}

/**
 * The Content-Security-Policy of a page of ours: everything comes from here, and of scripts in the page only those
 * that were built into it run, known by their hashes.
 */
function pagePolicy(html: string): string {
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scriptHashes(html)].join(" "), // the search is WebAssembly
    "style-src 'self' 'unsafe-inline'", // xterm writes its sizes into a style of its own, highlighted code its colours
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function scriptHashes(html: string): string[] {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs)];
  const hashes = inline.map(([, script = ""]) => createHash("sha256").update(script).digest("base64"));
  return [...new Set(hashes)].map((hash) => `'sha256-${hash}'`);
}
