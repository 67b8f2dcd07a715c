import { describe, expect, test } from "vitest";
import { complete, parse, usages } from "../../../../site/lab/prompt/command.ts";
import {
  afterEnter,
  insert,
  type Key,
  keyOf,
  newPrompt,
  press,
} from "../../../../site/lab/prompt/line-editor.ts";
import { visible } from "../../../../site/visible-text.ts";
import fc from "../../../random.ts";

describe("a command", () => {
  test.each([
    ["send hi", { do: "emit", event: "message", args: ["hi"] }],
    ["  SEND   hello there ", { do: "emit", event: "message", args: ["hello there"] }],
    ['emit message {"a":1}', { do: "emit", event: "message", args: [{ a: 1 }] }],
    ['emit custom 1, "two", [3]', { do: "emit", event: "custom", args: [1, "two", [3]] }],
    ["emit ping", { do: "emit", event: "ping", args: [] }],
    ['ack order {"id":1}', { do: "emit", event: "order", args: [{ id: 1 }], ack: true }],
    ["join lobby", { do: "emit", event: "room:join", args: ["lobby"] }],
    ["leave lobby", { do: "emit", event: "room:leave", args: ["lobby"] }],
    ["to lobby hi all", { do: "emit", event: "room:message", args: [{ room: "lobby", data: "hi all" }] }],
    ["who", { do: "who" }],
    ["ask", { do: "ask" }],
    ["transport polling", { do: "transport", transport: "polling" }],
    ["", { do: "nothing" }],
  ])("reads %j", (line, command) => {
    expect(parse(line)).toEqual(command);
  });

  test.each([
    ["send", { what: "missing", usage: usages.send }],
    ["to lobby", { what: "missing", usage: usages.to }],
    ["transport carrier-pigeon", { what: "missing", usage: usages.transport }],
    ["emit message {oops", { what: "json", text: "{oops" }],
    ["ack", { what: "missing", usage: usages.ack }],
    ["ack connect", { what: "reserved", event: "connect" }],
    ["emit disconnect", { what: "reserved", event: "disconnect" }],
    ["sned hi", { what: "unknown", word: "sned", meant: "send" }],
    ["disc", { what: "unknown", word: "disc", meant: "disconnect" }],
    ["xyzzy", { what: "unknown", word: "xyzzy" }],
    ["constructor", { what: "unknown", word: "constructor" }],
  ])("says what is wrong with %j", (line, problem) => {
    expect(parse(line)).toEqual({ do: "wrong", problem });
  });

  test("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (line) => {
        expect(parse(line).do).toBeTypeOf("string");
      }),
    );
  });

  test("is completed by Tab", () => {
    expect(complete("se", [])).toEqual({ line: "send ", choices: [] });
    expect(complete("transport p", [])).toEqual({ line: "transport polling ", choices: [] });
    expect(complete("to lo", ["lobby", "loft"])).toEqual({ line: "to lo", choices: ["lobby", "loft"] });
    expect(complete("send hi", [])).toEqual({ line: "send hi", choices: [] });
  });
});

describe("a prompt", () => {
  const type = (text: string) => insert(newPrompt, text);

  test("takes text at the cursor and moves by words", () => {
    const prompt = press(type("send there"), "word-left");
    expect(insert(prompt, "hi ")).toMatchObject({ line: "send hi there", cursor: 8 });
  });

  test("moves through its history and back to the draft", () => {
    let prompt = afterEnter(type("send 1"));
    prompt = afterEnter(insert(prompt, "send 2"));
    prompt = insert(prompt, "dra");
    prompt = press(press(prompt, "up"), "up");
    expect(prompt.line).toBe("send 1");
    expect(press(press(prompt, "down"), "down").line).toBe("dra");
  });

  test("pastes several lines as one", () => {
    expect(type("send a\r\nb\tc\u0007").line).toBe("send a b c");
  });

  test("deletes a whole emoji", () => {
    expect(press(type("hi 👋"), "backspace").line).toBe("hi ");
  });

  test("keeps its cursor inside the line, whatever is pressed", () => {
    const codes = [
      "\x1b[D",
      "\x1b[C",
      "\x1b[A",
      "\x1b[B",
      "\x7f",
      "\x1b[3~",
      "\x17",
      "\x15",
      "\x0b",
      "\x1bb",
      "\x1bf",
    ];
    const keys = codes.map(keyOf).filter((key): key is Key => key !== undefined);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...keys), fc.string({ unit: "grapheme" }))),
        (strokes) => {
          let prompt = afterEnter(type("before"));
          for (const stroke of strokes) {
            const key = keys.find((one) => one === stroke);
            prompt = key ? press(prompt, key) : insert(prompt, stroke);
            expect(prompt.cursor).toBeGreaterThanOrEqual(0);
            expect(prompt.cursor).toBeLessThanOrEqual(prompt.line.length);
          }
        },
      ),
    );
  });
});

describe("text from others", () => {
  test("shows its escape sequences and its changes of direction", () => {
    expect(visible("\u001b[31mred\u0007\u009b\u202eabc\ufeff")).toBe("␛[31mred␇⟨U+009B⟩⟨U+202E⟩abc⟨U+FEFF⟩");
  });

  test("leaves ordinary text in any language alone", () => {
    const text = "Grüße 你好 שלום 👋";
    expect(visible(text)).toBe(text);
  });

  test("never lets a control character through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
