// The README's pictures are what the recordings say.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readmePictures } from "../../../../site/build/static/readme-pictures.ts";

test.each([...readmePictures()])(
  "%s is drawn from its recording; npm run pictures draws it again",
  (file, svg) => {
    expect(readFileSync(file, "utf8")).toBe(svg);
    expect(readFileSync("README.md", "utf8")).toContain(file);
  },
);

test("the silence and the adapters' picture say who heard it", () => {
  const texts = [...readmePictures().values()].map((svg) => /aria-label="([^"]*)"/.exec(svg)?.[1]);
  expect(texts[0]).toContain("β heard nothing");
  expect(texts[2]).toContain("α and β heard it");
});
