// Serves the built site from memory: each page with the policy for its own scripts, in the smallest encoding that the browser accepts.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { accepts, isNotModified, partOf } from "./conditions.ts";
import { loadSite, type SiteFile } from "./site-files.ts";

/** Loads the site in `folder` and returns its request listener. Throws if it has no 404 page, since then it is no built site. */
export function createSite(folder: string): RequestListener {
  const files = loadSite(folder);
  const notFound = files.get("/404.html");
  if (!notFound) throw new Error(`expected a built site in ${folder}, got a folder without 404.html`);
  return (req, res) => {
    const file = files.get(pathOf(req.url ?? "/"));
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { allow: "GET, HEAD", "content-type": "text/plain" });
      res.end("Pages can only be read: GET or HEAD.\n");
    } else if (file) send(req, res, 200, file);
    else send(req, res, 404, notFound);
  };
}

function send(req: IncomingMessage, res: ServerResponse, status: 200 | 404, file: SiteFile): void {
  const { bytes, etag, encoding } = formFor(req, file);
  const { range, "if-range": ifRange, "if-none-match": ifNoneMatch } = req.headers;
  const shared = { "cache-control": file.cacheControl, vary: "accept-encoding", etag };
  res.setHeader("content-security-policy", file.policy);
  if (status === 200 && isNotModified(ifNoneMatch, etag)) return void res.writeHead(304, shared).end();

  const mayBePart = status === 200 && req.method === "GET";
  const part = mayBePart ? partOf(range, ifRange?.toString(), etag, bytes.length) : null;
  if (part === "unsatisfiable") {
    res.writeHead(416, { ...shared, "content-length": 0, "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  const { start, end } = part ?? { start: 0, end: bytes.length - 1 };
  res.writeHead(part ? 206 : status, {
    ...shared,
    "content-type": file.type,
    "content-length": end - start + 1,
    "accept-ranges": "bytes",
    ...(encoding && { "content-encoding": encoding }),
    ...(part && { "content-range": `bytes ${start}-${end}/${bytes.length}` }),
  });
  res.end(bytes.subarray(start, end + 1));
}

/** Returns the smallest form that the browser accepts. */
function formFor(req: IncomingMessage, { plain, packed }: SiteFile) {
  const accepted = req.headers["accept-encoding"];
  return packed.find(({ encoding }) => accepts(accepted, encoding)) ?? { ...plain, encoding: null };
}

function pathOf(url: string): string {
  const path = url.replace(/[?#].*$/s, "");
  try {
    return decodeURI(path);
  } catch {
    return path; // then it matches no file
  }
}
