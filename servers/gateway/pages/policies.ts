// Makes the Content-Security-Policy of a built page.
import { createHash } from "node:crypto";

/**
 * Returns the Content-Security-Policy of a page: everything has to come from this origin, and of inline scripts only those
 * in `html` can run, by their hashes. The page can also connect to `gateways`, by HTTP and WebSocket; none.
 */
export function pagePolicy(html: string, gateways: readonly string[] = []): string {
  const connect = gateways.flatMap((origin) => [origin, origin.replace(/^http/, "ws")]);
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scriptHashes(html)].join(" "), // the search is WebAssembly
    "style-src 'self' 'unsafe-inline'", // xterm sets its sizes, and highlighted code its colours, in inline styles
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(" "),
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
