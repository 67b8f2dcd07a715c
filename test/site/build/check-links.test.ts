// A dead link fails the build, with its file and line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkLinks, deadLinks, placeOf } from "../../../site/build/check-links.ts";
import { completed } from "../../../site/lab/arrangement/arrangement.ts";
import { encode } from "../../../site/lab/arrangement/fragment.ts";

const pages = new Map([
  ["/", '<a href="/03-two-servers/#broadcast">x</a> <a href="https://socket.io/docs/#gone">y</a>'],
  ["/03-two-servers/", '<h2 id="too-late">z</h2><section class="experiment" id="broadcast"></section>'],
]);
const problems = (html: string) =>
  deadLinks(new Map([...pages, ["/zh-cn/", html]]), (path) => path === "/favicon.svg").map(
    ({ href, problem }) => `${href} ${problem}`,
  );

describe("a link", () => {
  test("may lead to a page, an anchor, a file, this page, or out of the site", () => {
    const links = [
      "/",
      "/03-two-servers/#too-late",
      "../03-two-servers/",
      "/favicon.svg",
      "#me",
      "mailto:a@b.c",
    ];
    expect(
      problems(`<p id="me">${links.map((href) => `<a class="x" href="${href}">x</a>`).join(" ")}</p>`),
    ).toEqual([]);
  });

  test("may hold a lab for the playground, which it opens", () => {
    const fragment = encode(completed({ clients: [{ name: "α", server: "a" }] }));
    const playground = new Map([["/playground/", ""]]);
    const linked = (href: string) =>
      deadLinks(new Map([...playground, ["/", `<a href="${href}">x</a>`]]), () => false);
    expect(linked(`/playground/#${fragment}`)).toEqual([]);
    expect(linked(`/playground/#${fragment.slice(0, -3)}`)).toMatchObject([
      { problem: "holds no lab that the playground opens (broken)." },
    ]);
  });

  test("to a missing page is reported, and so is one without its slash", () => {
    expect(problems('<a href="/04-gone/">x</a><a href="/03-two-servers">x</a>')).toEqual([
      "/04-gone/ leads to no page; correct it, or add the page.",
      "/03-two-servers leads to a page by another address; end it with a slash.",
    ]);
  });

  test("to a missing anchor is reported, on the same page too", () => {
    expect(problems('<a href="/03-two-servers/#reconnekt">x</a><a href="#nowhere">x</a>')).toEqual([
      "/03-two-servers/#reconnekt leads to an anchor that /03-two-servers/ doesn't have; correct it.",
      "#nowhere leads to an anchor that /zh-cn/ doesn't have; correct it.",
    ]);
  });

  test("is reported with the lesson's file and line", () => {
    const link = { page: "/03-two-servers/", href: "/07-the-adapter/", problem: "" };
    expect(placeOf(link, "lessons")).toMatch(/^lessons\/03-two-servers\.mdx:\d+$/);
    expect(placeOf({ ...link, page: "/zh-cn/", href: "/nowhere/" }, "lessons")).toBe(
      "lessons/zh-cn/pages/index.mdx",
    );
    expect(placeOf({ ...link, page: "/no-such-page/" }, "lessons")).toBe("/no-such-page/");
  });
});

test("a finished site with a dead link fails its build", () => {
  const dist = mkdtempSync(join(tmpdir(), "crosstalk-links-"));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  mkdirSync(join(dist, "03-two-servers"));
  const page = join(dist, "03-two-servers/index.html");
  const build = () => {
    const done = checkLinks("/").hooks["astro:build:done"] as (built: { dir: URL }) => void;
    done({ dir: pathToFileURL(`${dist}/`) });
  };
  writeFileSync(page, '<a href="/03-two-servers/">x</a>');
  expect(build).not.toThrow();
  writeFileSync(page, '<a href="/07-the-adapter/">x</a>');
  expect(build).toThrow(
    /^Dead links:\n {2}lessons\/03-two-servers\.mdx:\d+: \/07-the-adapter\/ leads to no page/,
  );
});
