import { expect, test } from "vitest";
import { createCommandReader } from "../../../../servers/redis/resp/command-reader.ts";
import { encodeCommand } from "../../../../servers/redis/resp/encode.ts";
import fc from "../../../random.ts";
import { command, shares, split } from "../arbitraries.ts";

function read(text: string) {
  const { frames, error } = createCommandReader().push(Buffer.from(text, "latin1"));
  return {
    commands: frames.map(({ args }) => args.map((arg) => arg.toString("latin1"))),
    error: error?.message,
  };
}

test.each<[string, string[][]]>([
  ["*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n", [["ECHO", "hi"]]],
  ["*1\r\n$0\r\n\r\n", [[""]]],
  ["PING\r\nPING\n", [["PING"], ["PING"]]],
  ["  SET  a\tb \r\n", [["SET", "a", "b"]]],
  ["SET \"a b\\x21\\n\" 'it\\'s'\r\n", [["SET", "a b!\n", "it's"]]],
  ['foo"bar"\r\n', [["foobar"]]],
  ['""\r\n', [[""]]],
  ["a\x0bb\r\n", [["a\x0bb"]]],
  ["\r\n*0\r\n*-1\r\n", [[], [], []]],
  // Redis ignores both bytes after a bulk string, and the one after a \r.
  ["*1\rx$4\ryPINGzz", [["PING"]]],
])("reads %j", (text, commands) => {
  expect(read(text)).toEqual({ commands, error: undefined });
});

test.each([
  ["*x\r\n", "invalid multibulk length"],
  ["*01\r\n", "invalid multibulk length"],
  ["*+1\r\n", "invalid multibulk length"],
  ["*2147483648\r\n", "invalid multibulk length"],
  ["*1\r\n+4\r\n", "expected '$', got '+'"],
  ["*1\r\n\r\n", "expected '$', got ' '"],
  ["*1\r\n$-1\r\n", "invalid bulk length"],
  ["*1\r\n$536870913\r\n", "invalid bulk length"],
  ["*1\r\n$18446744073709551616\r\n", "invalid bulk length"],
  ['SET "a\r\n', "unbalanced quotes in request"],
  ["SET 'a'b\r\n", "unbalanced quotes in request"],
  [`*${"1".repeat(70_000)}`, "too big mbulk count string"],
  [`*1\r\n$${"1".repeat(70_000)}`, "too big bulk count string"],
  ["x".repeat(70_000), "too big inline request"],
])("replies to %j as Redis does: %s", (text, reason) => {
  expect(read(`PING\r\n${text}`)).toEqual({ commands: [["PING"]], error: `ERR Protocol error: ${reason}` });
});

test("refuses a command with too many or too large arguments before it buffers them", () => {
  const reader = () => createCommandReader({ maxItems: 3, maxFrameBytes: 100 });
  const pushed = reader().push(encodeCommand(["a", "b", "c", "d"]));
  expect(pushed.error?.message).toBe("ERR Protocol error: a command has more than 3 arguments");
  expect(reader().push(encodeCommand(["x".repeat(100)])).error?.message).toBe(
    "ERR Protocol error: a command is larger than 100 bytes",
  );
  expect(reader().push(Buffer.from(`*1\r\n$1000\r\n${"x".repeat(100)}`)).error?.message).toBe(
    "ERR Protocol error: a command is larger than 100 bytes",
  );
});

test("reads arrays and lines the same in whatever pieces they arrive", () => {
  const wire = fc
    .array(
      fc.oneof(
        command.map((words) => encodeCommand(words)),
        command.map((words) => Buffer.from(`${words.join(" ")}\r\n`)),
        fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      ),
      { maxLength: 8 },
    )
    .map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(wire, shares, (whole, cuts) => {
      const atOnce = createCommandReader().push(whole);
      const reader = createCommandReader();
      const pieces = split(whole, cuts).map((chunk) => reader.push(chunk));
      expect(pieces.flatMap(({ frames }) => frames)).toEqual(atOnce.frames);
      expect(pieces.at(-1)?.error?.message).toBe(atOnce.error?.message);
    }),
  );
});
