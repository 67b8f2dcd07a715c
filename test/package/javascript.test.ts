// What the package's JavaScript says where the source named other files.
import { expect, test } from "vitest";
import { toJavaScript } from "../../package/javascript.ts";

const here = new URL(import.meta.url);

test.each([
  [
    `import { toJavaScript } from "./javascript.test.ts";`,
    `import { toJavaScript } from "./javascript.test.js";`,
  ],
  [`export * from "./javascript.test.ts";`, `export * from "./javascript.test.js";`],
  [`await import("./javascript.test.ts")`, `await import("./javascript.test.js")`],
  [`new URL("javascript.test.ts", import.meta.url)`, `new URL("javascript.test.js", import.meta.url)`],
  [`import "../package/javascript.test.ts";`, `import "../package/javascript.test.js";`],
  [`const files = ["server.ts"];`, `const files = ["server.ts"];`],
  [`import { z } from "zod";`, `import { z } from "zod";`],
  ["const a: number = 1;", "const a         = 1;"],
])("%s becomes %s", (source, result) => {
  expect(toJavaScript(source, here)).toBe(result);
});

test("a file that there isn't is an error that names it", () => {
  expect(() => toJavaScript(`import "./gone.ts";`, here)).toThrow(/javascript\.test\.ts names \.\/gone\.ts/);
});

test("code that needs more than erasing is an error", () => {
  expect(() => toJavaScript("enum Colour { red }", here)).toThrow(/enum/);
});
