// Builds the static edition: Astro's pages, the recordings that they play, and each page's own policy.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isBasePath } from "../../../servers/base-path.ts";
import { runAstro } from "../../../servers/gateway/pages/astro.ts";
import { withBuildLock } from "../../../servers/gateway/pages/build-lock.ts";
import { pagePolicy } from "../../../servers/gateway/pages/policies.ts";
import { openRecording } from "../../lab/recorded/open-recording.ts";
import { problemsOf } from "../../lab/recorded/recording-schema.ts";
import { buildEmbed } from "./build-embed.ts";

export interface StaticOptions {
  /** The path that the site will stand under, with a slash at both ends. */
  base: string;
  /** Its public address. */
  site?: string | undefined;
  /** The gateway whose labs its pages use while it responds. */
  live?: string | undefined;
  out: string;
}

/** The site plays runs on a real Redis. */
const recordings = "lessons/recordings/local";

/** Rejects if the options are wrong, a recording is damaged, or Astro fails. */
export async function buildStatic({
  base,
  site,
  live,
  out,
}: StaticOptions): Promise<{ bytes: number; files: number }> {
  if (!isBasePath(base))
    throw new Error(`--base: expected a path with a slash at both ends, e.g. /crosstalk/, got "${base}"`);
  if (site !== undefined && !/^https?:\/\/[^/]+\/?$/.test(site))
    throw new Error(`--site: expected an address without a path, e.g. https://example.org, got "${site}"`);
  if (live !== undefined) checkLive(live);
  checkRecordings();
  rmSync(out, { recursive: true, force: true });
  // Two builds in one checkout would overwrite each other's cache.
  await withBuildLock(".astro", () =>
    runAstro(["build", "--outDir", out], "pipe", {
      NODE_ENV: "production",
      CROSSTALK_EDITION: "static",
      CROSSTALK_BASE: base,
      ...(site && { SITE_URL: site }),
    }),
  );
  cpSync(recordings, join(out, "recordings"), { recursive: true });
  await buildEmbed(out);
  cpSync(new URL("offline/", import.meta.url), out, { recursive: true });
  const names = filesIn(out);
  for (const name of names.filter((one) => one.endsWith(".html"))) finishPage(join(out, name), base, live);
  const sizes = names
    .filter((name) => !name.endsWith(".woff2"))
    .map((name) => statSync(join(out, name)).size);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: names.length };
}

/** A page from https:// can only reach another https:// address, or this machine. */
function checkLive(live: string): void {
  const { protocol, hostname, search, hash } = new URL(URL.canParse(live) ? live : "about:blank");
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if ((protocol === "https:" || (protocol === "http:" && isLoopback)) && !search && !hash) return;
  throw new Error(
    `--live: expected an address that begins with https://, e.g. https://labs.example, got "${live}"`,
  );
}

function checkRecordings(): void {
  for (const name of filesIn(recordings)) {
    const opened = openRecording(readFileSync(join(recordings, name), "utf8"));
    const problems = "problem" in opened ? [opened.problem.what] : problemsOf(opened.recording);
    if (problems.length > 0)
      throw new Error(`${recordings}/${name}: ${problems.join("; ")}. Record it again with npm run record.`);
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** A file host doesn't send our headers, so the page itself says what may run in it, and whose labs it uses. Can be called again on its result. */
export function finishPage(file: string, base: string, live: string | undefined): void {
  const html = readFileSync(file, "utf8").replaceAll(
    /<meta (http-equiv="content-security-policy"|name="crosstalk-gateway")[^>]*>|<script type="module" src="[^"]*keep\.js"><\/script>/g,
    "",
  );
  // A page can't say who may embed it; only a header can.
  const policy = pagePolicy(html, live ? [new URL(live).origin] : []).replace("; frame-ancestors 'none'", "");
  const metas = [
    `<meta http-equiv="content-security-policy" content="${policy}">`,
    `<script type="module" src="${base}keep.js"></script>`,
    ...(live ? [`<meta name="crosstalk-gateway" content="${new URL(live).href}">`] : []),
  ];
  writeFileSync(
    file,
    html.replace(/<meta charset="?utf-8"?\/?>/i, (charset) => charset + metas.join("")),
  );
}
