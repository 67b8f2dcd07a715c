// A search index that Pagefind left incomplete is made again.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { completeIndex } from "../../../site/build/search-index.ts";

test("an empty file of the index is written, and a complete index is left as it is", async () => {
  const site = mkdtempSync(join(tmpdir(), "crosstalk-site-"));
  onTestFinished(() => rmSync(site, { recursive: true }));
  writeFileSync(
    join(site, "index.html"),
    "<html lang=en><body><h1>Adapters</h1><p>Silence.</p></body></html>",
  );
  mkdirSync(join(site, "pagefind"));
  const entry = join(site, "pagefind/pagefind-entry.json");
  writeFileSync(entry, "");

  expect(await completeIndex(site)).toBe(true);
  expect(JSON.parse(readFileSync(entry, "utf8"))).toMatchObject({ languages: { en: { page_count: 1 } } });
  const { mtimeMs } = statSync(entry);
  expect(await completeIndex(site)).toBe(false);
  expect(statSync(entry).mtimeMs).toBe(mtimeMs);
});
