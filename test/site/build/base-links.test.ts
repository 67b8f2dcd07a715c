// Links of built pages, below the path that the site is built for.
import { expect, test } from "vitest";
import { withBaseLinks } from "../../../site/build/base-links.ts";

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
