// The Content-Security-Policy of every built page.
import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy of a page of ours: everything comes from here, and of scripts in the page only those
 * that were built into it run, known by their hashes.
 */
export function pagePolicy(html: string): string {
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
