// When the site is built, and what is served if it can't be.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { buildSite, ensureSite, isSiteBuilt, siteFolder } from "../../../servers/gateway/pages/build.ts";
import { fingerprintOf } from "../../../servers/gateway/pages/fingerprint.ts";
import { loadSite } from "../../../servers/gateway/pages/site-files.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "checkout-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const name of ["site", "lessons/zh-cn", "servers"]) mkdirSync(join(root, name), { recursive: true });
  write("lessons/01.mdx", "one");
  write("lessons/zh-cn/01.mdx", "一");
  write("astro.config.ts", "config");
  for (const method of ["log", "warn"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
});

const write = (name: string, content: string) => writeFileSync(join(root, name), content);

/** A checkout whose pages contain the first lesson's text. */
function checkout(meanwhile: () => unknown = () => {}) {
  const builds: string[] = [];
  return {
    root,
    builds,
    async build(folder: string) {
      builds.push(folder);
      const lesson = readFileSync(join(root, "lessons/01.mdx"), "utf8");
      mkdirSync(folder, { recursive: true });
      await meanwhile();
      for (const page of ["index.html", "404.html"]) writeFileSync(join(folder, page), lesson);
    },
  };
}
const served = () => loadSite(siteFolder({ root })).get("/")?.plain.bytes.toString();

describe("what a site is made of", () => {
  test("is the same after a move, a copy and a new modification time", () => {
    const before = fingerprintOf(root);
    utimesSync(join(root, "lessons/01.mdx"), 0, 0);
    const moved = `${root}-moved`;
    renameSync(root, moved);
    onTestFinished(() => rmSync(moved, { recursive: true, force: true }));
    expect(fingerprintOf(moved)).toBe(before);
  });

  test.each([
    "site/.DS_Store",
    "lessons/.01.mdx.swp",
    "lessons/.01.mdx.swo",
    "lessons/01.mdx~",
    "lessons/#01.mdx#",
    "lessons/4913",
    "lessons/zh-cn/Thumbs.db",
    "lessons/01.mdx.orig",
    "site/desktop.ini",
    "servers/x.tmp",
    "servers/npm-debug.log",
  ])("does not change with %s", (name) => {
    const before = fingerprintOf(root);
    write(name, "left behind");
    expect(fingerprintOf(root)).toBe(before);
    mkdirSync(join(root, "site/.idea"), { recursive: true });
    write("site/.idea/workspace.xml", "left behind");
    expect(fingerprintOf(root)).toBe(before);
  });

  test("changes with each change of a file's contents, its name or the number of files", () => {
    const seen = new Set([fingerprintOf(root)]);
    const changes = [
      () => write("lessons/01.mdx", "eno"),
      () => write("site/new.css", ""),
      () => renameSync(join(root, "site/new.css"), join(root, "site/newer.css")),
      () => write("astro.config.ts", "other"),
      () => rmSync(join(root, "lessons/zh-cn/01.mdx")),
      () => write("package-lock.json", "{}"),
    ];
    for (const change of changes) {
      change();
      seen.add(fingerprintOf(root));
    }
    expect(seen.size).toBe(changes.length + 1);
  });
});

describe("a start", () => {
  test("builds once, and not again until a source changes", async () => {
    const mine = checkout();
    await ensureSite(mine);
    await ensureSite(mine);
    expect(mine.builds).toHaveLength(1);
    write("lessons/01.mdx", "two");
    expect(isSiteBuilt({ root })).toBe(false);
    await ensureSite(mine);
    expect(served()).toBe("two");
  });

  test("builds nothing after `npm run build`", async () => {
    const mine = checkout();
    await buildSite(mine);
    await ensureSite(mine);
    expect(mine.builds).toHaveLength(1);
  });

  test("below a path has a site of its own, and doesn't take one that was built for another path", async () => {
    const [mine, below] = [checkout(), { ...checkout(), base: "/a/b/" }];
    await ensureSite(mine);
    const folder = await ensureSite(below);
    expect([mine.builds.length, below.builds.length, folder === siteFolder({ root })]).toEqual([1, 1, false]);
    await Promise.all([ensureSite(mine), ensureSite(below)]);
    expect([mine.builds.length, below.builds.length]).toEqual([1, 1]);
    rmSync(folder, { recursive: true });
    cpSync(siteFolder({ root }), folder, { recursive: true });
    await ensureSite(below);
    expect(below.builds).toHaveLength(2);
  });

  test("below a path, of a copy without sources, says that its site is for /", async () => {
    await ensureSite(checkout());
    rmSync(join(root, "lessons"), { recursive: true });
    await ensureSite(checkout());
    await expect(ensureSite({ ...checkout(), base: "/a/" })).rejects.toThrow(
      /^--base .* site for \/ .*below \/a\/; use a checkout/,
    );
  });

  test("next to another one waits for its build, and both are served", async () => {
    const mine = checkout();
    await Promise.all([ensureSite(mine), ensureSite(mine), ensureSite(mine)]);
    expect(mine.builds).toHaveLength(1);
    expect(served()).toBe("one");
  });

  test("takes over from one that was killed while it built", async () => {
    mkdirSync(join(root, ".astro/site"), { recursive: true });
    write(".astro/site/half.html", "half");
    write(".astro/building.pid", "999999999");
    await ensureSite(checkout());
    expect([...loadSite(siteFolder({ root })).keys()]).not.toContain("/half.html");
  });

  test("serves the existing site, with a warning, if it can't be rebuilt", async () => {
    await ensureSite(checkout());
    write("lessons/01.mdx", "two");
    const failing = { root, build: () => Promise.reject(new Error("astro is not installed\nstack")) };
    await ensureSite(failing);
    expect(served()).toBe("one");
    expect(console.warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/astro is not installed\)\..*older/),
    );
    await expect(buildSite(failing)).rejects.toThrow("astro is not installed");
  });

  test("fails if there is no site and none can be built", async () => {
    const failing = { root, build: () => Promise.reject(new Error("no Astro")) };
    await expect(ensureSite(failing)).rejects.toThrow("no Astro");
    expect(existsSync(siteFolder({ root }))).toBe(false);
  });

  test("never shows half a site during a build", async () => {
    await ensureSite(checkout());
    write("lessons/01.mdx", "two");
    const seen: (string | undefined)[] = [];
    await buildSite(checkout(() => seen.push(served())));
    expect([...seen, served()]).toEqual(["one", "two"]);
  });

  test("builds nothing without sources, as in an image", async () => {
    await buildSite(checkout());
    rmSync(join(root, "lessons"), { recursive: true });
    const mine = checkout();
    await ensureSite(mine);
    expect(mine.builds).toEqual([]);
  });
});
