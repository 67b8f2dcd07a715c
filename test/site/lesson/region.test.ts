import { describe, expect, test } from "vitest";
import { cutRegion, findLines } from "../../../site/lesson/region.ts";

const file = "servers/chat/handlers.ts";
const text = `const before = 1;
  // #region outer
  if (x) {

    // #region inner
    y();
    // #endregion inner
  }
  // #endregion outer
// #region empty
// #endregion empty
`;

describe("cutting a region", () => {
  test("takes the lines between the markers, moved to the left margin", () => {
    expect(cutRegion(text, "inner", file)).toEqual({ code: "y();", firstLine: 6 });
  });

  test("leaves out the markers of the regions inside, and keeps empty lines", () => {
    expect(cutRegion(text, "outer", file)).toEqual({ code: "if (x) {\n\n  y();\n}", firstLine: 3 });
  });

  test("reads files with CRLF", () => {
    expect(cutRegion(text.replaceAll("\n", "\r\n"), "outer", file).code).toBe("if (x) {\n\n  y();\n}");
  });

  test("names the regions there are when one is missing", () => {
    expect(() => cutRegion(text, "massage", file)).toThrow(
      'servers/chat/handlers.ts: there is no region "massage". Use one of its regions ("outer", "inner", "empty"), or add "// #region massage" above the lines to show.',
    );
  });

  test("says that a file has no regions", () => {
    expect(() => cutRegion("x();", "message", file)).toThrow("It has no regions, or add");
  });

  test.for([
    [
      "starts twice",
      "// #region a\n// #endregion a\n// #region a\n// #endregion a",
      ':3: the region "a" starts a second time (first on line 1)',
    ],
    ["is inside itself", "// #region a\n// #region a\n// #endregion a\n// #endregion a", ":2: the region"],
    ["never ends", "x();\n// #region a\ny();", ':2: the region "a" never ends. Add "// #endregion a"'],
    ["ends before it starts", "// #endregion a\n// #region a\ny();", ':2: the region "a" never ends'],
    [
      "ends twice",
      "// #region a\ny();\n// #endregion a\n// #endregion a",
      ':4: the region "a" ends a second time',
    ],
    ["holds nothing", "// #region a\n\n// #endregion a", ':1: the region "a" is empty'],
  ] as const)("refuses a region that %s, with file and line", ([, source, message]) => {
    expect(() => cutRegion(source, "a", file)).toThrow(`${file}${message}`);
  });
});

describe("marking lines", () => {
  const code = "a();\nb();\na();";

  test("finds lines by their text and by their number", () => {
    expect(findLines(code, ["a()", 2], file)).toEqual([1, 3, 2]);
  });

  test("refuses what doesn't exist", () => {
    expect(() => findLines(code, ["c()"], file)).toThrow(
      'there is no line that has "c()" to mark. It shows 3 lines',
    );
    expect(() => findLines(code, [4], file)).toThrow("there is no line 4 to mark");
  });
});
