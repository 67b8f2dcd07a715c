// A report says of each event whether it scales out, and shows it in the trace.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Report, StageName } from "../../../servers/protocol-report.ts";
import { reportText } from "../../../servers/report/report-text.ts";
import { openPlayground, runGateway } from "../../playground.ts";
import { apps } from "../app/copy.ts";

const app = join(apps, "every-verdict.cjs");

describe("a report on an app that was never used", () => {
  let report: Report;
  beforeAll(async () => {
    const playground = await openPlayground({ app: { file: app, print: () => {} } });
    await playground.gateway.appUrls;
    report = (await playground.gateway.reports?.make({})) as Report;
    await playground.close();
  });

  const verdicts: [string, Partial<Record<StageName, string>>][] = [
    ["to all", { apart: "own-server", linked: "everyone", blackhole: "own-server", killed: "everyone" }],
    ["to room", { apart: "own-server", linked: "everyone", blackhole: "own-server", killed: "everyone" }],
    ["twice", { apart: "own-server", linked: "twice", killed: "twice" }],
    ["count", { apart: "answers", linked: "answers", killed: "answers" }],
    ["nothing", { apart: "nobody", linked: "nobody", killed: "nobody" }],
    ["ask", { apart: "dies unanswered", linked: "dies unanswered" }],
    ["crash", { apart: "dies crashed", linked: "dies crashed" }],
  ];
  test.each(verdicts)("finds what %s does with a second server", (event, expected) => {
    const stages = report.events.find((one) => one.event === event)?.stages ?? {};
    const found = Object.entries(stages).map(([stage, { verdict, why }]) => [
      stage,
      [verdict, why].filter(Boolean).join(" "),
    ]);
    expect(Object.fromEntries(found)).toMatchObject({ ...expected, balanced: "dies not-connected" });
  });

  test("joins each client to the rooms that an event joins, instead of judging that event", () => {
    expect(report.events.map(({ event }) => event)).not.toContain("join");
  });

  test("says where an answer is another than on one server", () => {
    const { linked } = report.events.find(({ event }) => event === "count")?.stages ?? {};
    expect(linked?.answer).toEqual({ one: "3", here: "2" });
  });

  test("lists what falls silent, and which servers ended", () => {
    expect(report.silent).toEqual(["to all", "to room", "twice", "ask", "crash"]);
    expect(report.crashes[0]).toMatchObject({ stage: "apart", server: "a", text: "Error: nobody is here" });
    const text = reportText(report);
    expect(text).toMatch(/^to all +own server +everyone +dies +own server +everyone$/m);
    expect(text).toMatch(/message m\d+\)/);
  });
});

test("npm start -- --report sends the events of a file, prints JSON, and exits with 1 if one falls silent", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-probes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const probes = join(folder, "probes.json");
  writeFileSync(probes, JSON.stringify({ events: [{ event: "to all", args: ["hi"] }] }));
  const { code, stdout } = await runGateway(["--server", app, "--report", "--json", "--probes", probes]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ silent: ["to all"], events: [{ text: '"hi"', from: "given" }] });
});

test.each([
  ["--report without --server", ["--report"], /--report needs --server/],
  ["--json without --report", ["--json"], /need --report/],
  [
    "a file that isn't one of events",
    ["--server", app, "--report", "--probes", "package.json"],
    /--probes must be a file like/,
  ],
])("%s is refused", async (_, args, says) => {
  const { code, stderr } = await runGateway(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(says);
});
