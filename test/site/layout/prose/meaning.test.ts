import { describe, expect, test } from "vitest";
import { type LabNames, meaningOfCode, meaningOfName } from "../../../../site/layout/prose/meaning.ts";

const known: LabNames = { panels: { Pools: "pools", Redis: "redis" }, clients: ["α", "β", "γ"] };
const inText = (text: string, code: string) => meaningOfCode(code, text, text.indexOf(code), known);

describe("a code in a lesson's text", () => {
  test.each([
    ["Type who in β's terminal.", "who", ["β"]],
    ["在 β 的终端里输入 who。", "who", ["β"]],
    ["Type join tea in both terminals, then to tea hi in α's.", "join tea", ["α", "β"]],
    ["在两个终端里输入 join tea。", "join tea", ["α", "β"]],
    ["Then send hi reached both clients.", "send hi", ["α"]],
    ["In α's terminal type send hi; in γ's terminal type ask", "ask", ["γ"]],
  ])("%s: %s", (text, line, clients) => {
    expect(inText(text, line)).toEqual({ does: "type", line, clients });
  });

  test.each([
    "io.emit",
    "message",
    "send",
    "join <room>…",
    "emit …",
    "connected as …",
    "hello",
    "<b>send hi</b>",
  ])("%s is no command", (code) => expect(inText(`Say ${code} here.`, code)).toBeUndefined());

  test("goes to Redis where the lesson has its console", () => {
    expect(inText("PUBLISH message hi", "PUBLISH message hi")).toEqual({
      does: "redis",
      line: "PUBLISH message hi",
    });
    expect(meaningOfCode("PUBLISH message hi", "", 0, { panels: {}, clients: ["α"] })).toBeUndefined();
  });

  test("of a lesson without clients is only text", () => {
    expect(meaningOfCode("who", "who", 0, { panels: {}, clients: [] })).toBeUndefined();
  });
});

test("a name is a panel's only where the lesson has that panel", () => {
  expect(meaningOfName("Pools", known)).toEqual({ does: "panel", panel: "pools" });
  for (const name of ["Wire", "toString", "event", ""]) expect(meaningOfName(name, known)).toBeUndefined();
});
