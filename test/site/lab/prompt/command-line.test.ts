// What buttons emit, as a line of a terminal.
import { expect, test } from "vitest";
import { parse } from "../../../../site/lab/prompt/command.ts";
import { lineOf } from "../../../../site/lab/prompt/command-line.ts";
import fc from "../../../random.ts";

test("what a button emits is shown as the line you would type for it", () => {
  const data = fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.record({ room: fc.string(), data: fc.string() }),
    fc.constantFrom("tea", "hi there"),
  );
  const event = fc.constantFrom("message", "room:join", "room:leave", "room:message", "custom");
  fc.assert(
    fc.property(event, data, (name, value) => {
      expect(parse(lineOf(name, [value]))).toEqual({
        do: "emit",
        event: name,
        args: [JSON.parse(JSON.stringify(value))],
      });
    }),
  );
  expect(lineOf("who", [])).toBe("who");
  expect(lineOf("who", [], true)).toBe("who");
  expect(parse(lineOf("message", ["hi"], true))).toEqual({
    do: "emit",
    event: "message",
    args: ["hi"],
    ack: true,
  });
  expect(lineOf("ask:servers", [])).toBe("ask");
});
