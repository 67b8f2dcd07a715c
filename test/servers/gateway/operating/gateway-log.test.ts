// The log: one line per event, whatever is in it.
import { expect, test } from "vitest";
import {
  createLog,
  type LogFormat,
  type LogLevel,
  shortId,
} from "../../../../servers/gateway/operating/gateway-log.ts";

function logged(format: LogFormat, level: LogLevel = "info") {
  const written: string[] = [];
  const log = createLog({ format, level, to: { write: (line) => void written.push(line) } });
  return { log, lines: () => written.join("").split("\n").slice(0, -1) };
}
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

test("text has time, level, event and fields", () => {
  const { log, lines } = logged("text");
  log.info("lab opened", { lab: "x7…", open: 3 });
  expect(lines()).toEqual([
    expect.stringMatching(new RegExp(`^${time.source} info lab opened lab=x7… open=3$`)),
  ]);
});

test("JSON has the same", () => {
  const { log, lines } = logged("json");
  log.warn("server crashed", { server: "a", reason: "exit code 1" });
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.stringMatching(time),
      level: "warn",
      event: "server crashed",
      server: "a",
      reason: "exit code 1",
    },
  ]);
});

test.each(["text", "json"] as const)("a text with line breaks stays one line of %s", (format) => {
  const { log, lines } = logged(format);
  log.error("Error in api: Error: no\n    at one\n    at two", { reason: "a\r\nb" });
  expect(lines()).toHaveLength(1);
});

test("entries below the level are left out", () => {
  const { log, lines } = logged("text", "warn");
  log.info("lab opened");
  log.warn("server crashed");
  expect(lines()).toHaveLength(1);
});

test.each([
  ["x7K2qaBcDeFgHiJk", "x7K2qa…"],
  ["crosstalk-0.x7K2qaBcDeFgHiJk", "crosstalk-0.x7K2qa…"],
])("the id %s is logged as %s", (id, short) => {
  expect(shortId(id)).toBe(short);
});
