// Links of built pages, below the path that the site is built for.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { baseLinks, withBaseLinks } from "../../../site/build/base-links.ts";

test.each([
  ['<a href="/07-the-adapter/">', '<a href="/crosstalk/07-the-adapter/">'],
  ['<a class="x" href="/">', '<a class="x" href="/crosstalk/">'],
  ['<img alt="" src="/favicon.svg">', '<img alt="" src="/crosstalk/favicon.svg">'],
  ['<a href="/crosstalk/glossary/#cable">', '<a href="/crosstalk/glossary/#cable">'],
  ['<a href="//example.org/x">', '<a href="//example.org/x">'],
  ['<a href="https://example.org/x">', '<a href="https://example.org/x">'],
  ['<a href="#here">', '<a href="#here">'],
  ['<p>href="/x"</p>', '<p>href="/x"</p>'],
])("%s leads to %s", (written, built) => {
  expect(withBaseLinks(written, "/crosstalk/")).toBe(built);
});

/** What the build does with a site of one page, `/playground/`, for this base. */
function built(base: string): () => string {
  const root = mkdtempSync(join(tmpdir(), "crosstalk-base-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "playground"));
  const file = join(root, "playground/index.html");
  writeFileSync(file, '<a href="/playground/">');
  const { "astro:build:done": done } = baseLinks(base).hooks;
  return () => {
    done?.({ dir: pathToFileURL(`${root}/`) } as Parameters<NonNullable<typeof done>>[0]);
    return readFileSync(file, "utf8");
  };
}

test("a site can't stand below the path of one of its own pages", () => {
  expect(built("/play/")()).toBe('<a href="/play/playground/">');
  expect(built("/")()).toBe('<a href="/playground/">');
  expect(built("/playground/")).toThrow("/playground/ is the path of one of the site's own pages");
});
