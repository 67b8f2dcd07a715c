// Loads the built site into memory, about 13 MB, so that later changes to the files on disk don't matter.
//
//   dist/a/index.html, .br, .gz  ▶  one file, known as /a/, /a, /a/index and /a/index.html, in three forms
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getMimeType } from "hono/utils/mime";
import type { Encoding } from "./conditions.ts";
import { stampOf } from "./fingerprint.ts";
import { pagePolicy } from "./policies.ts";

export interface SiteFile {
  type: string;
  cacheControl: string;
  policy: string;
  plain: Form;
  /** Smallest first. */
  packed: (Form & { encoding: Encoding })[];
}

/** A file's bytes in one encoding. Each form has its own ETag. */
export interface Form {
  bytes: Buffer;
  etag: string;
}

const packings: readonly [suffix: string, Encoding][] = [
  [".br", "br"],
  [".gz", "gzip"],
];

/** Returns all files, under each of their paths. Names that begin with a dot are left out. */
export function loadSite(folder: string): Map<string, SiteFile> {
  for (;;) {
    const stamp = stampOf(folder);
    const isAsItWas = () => stampOf(folder) === stamp;
    try {
      const files = loadFiles(folder);
      if (isAsItWas()) return files;
    } catch (error) {
      if (isAsItWas()) throw error;
    }
    // A new build replaced it meanwhile.
  }
}

function loadFiles(folder: string): Map<string, SiteFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll("\\", "/"))
    .filter((name) => !name.includes("/."));
  const known = new Set(names);
  const files = new Map<string, SiteFile>();
  for (const name of names) {
    const isOtherForm = packings.some(([suffix]) => name.endsWith(suffix)) && known.has(name.slice(0, -3));
    if (isOtherForm) continue;
    const file = loadFile(folder, name, known);
    for (const path of pathsOf(name)) files.set(path, file);
  }
  return files;
}

function loadFile(folder: string, name: string, known: ReadonlySet<string>): SiteFile {
  const plain = readForm(folder, name);
  return {
    type: getMimeType(name) ?? "application/octet-stream",
    // Names under _astro/ contain a hash of the content; browsers check everything else again.
    cacheControl: name.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "no-cache",
    policy: pagePolicy(name.endsWith(".html") ? plain.bytes.toString() : ""),
    plain,
    packed: packings.flatMap(([suffix, encoding]) =>
      known.has(name + suffix) ? [{ ...readForm(folder, name + suffix), encoding }] : [],
    ),
  };
}

function readForm(folder: string, name: string): Form {
  const bytes = readFileSync(join(folder, name));
  return { bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}

/** Returns all paths of a file. */
function pathsOf(name: string): string[] {
  const page = /^(.*)\.html$/.exec(name)?.[1];
  if (page === undefined) return [name];
  const parent = /^(.*)\/index$/.exec(page)?.[1];
  return parent === undefined ? [name, page, `${page}/`] : [name, page, parent, `${parent}/`];
}
