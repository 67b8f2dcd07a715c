// A report as text, for a terminal and for the log of CI. Pure.
import type { Finding, Report, StageName } from "../protocol-report.ts";
import { stageNames } from "../protocol-report.ts";

const stageTitles: Record<StageName, string> = {
  apart: "two servers",
  linked: "+ adapter",
  balanced: "not sticky",
  blackhole: "black hole",
  killed: "B killed",
};
const verdicts: Record<Finding["verdict"], string> = {
  everyone: "everyone",
  "own-server": "own server",
  twice: "twice",
  answers: "answers",
  nobody: "nobody",
  dies: "dies",
};
const reasons: Record<NonNullable<Finding["why"]>, string> = {
  crashed: "a server ended",
  "not-connected": "a client that begins with long-polling couldn't connect",
  "not-received": "no server received it",
  unanswered: "the acknowledgement didn't come",
  lost: "nobody heard it",
};
const explained: Record<StageName, string> = {
  apart: "A and B without an adapter",
  linked: "A and B with the adapter",
  balanced: "behind a balancer that isn't sticky, as Socket.IO's client connects by itself",
  blackhole: "while B's cable to Redis loses everything, or when it's back",
  killed: "after B was killed and started again",
};
/** The stage that a report is in. */
export function stageLine(stage: StageName | "one"): string {
  return `… ${stage === "one" ? "all clients on one server" : explained[stage]}`;
}

const made = "arguments made up from its handler's parameters";
const maxEventWidth = 32;

export function reportText(report: Report): string {
  const { file, socketIo, adapter, events } = report;
  const stages = stageNames.filter((stage) => events.some((one) => one.stages[stage]));
  const width = Math.max(5, ...events.map(({ event }) => Math.min(maxEventWidth, visible(event).length)));
  const columns = stages.map((stage) => stageTitles[stage].padEnd(12));
  const own = adapter ? `its own adapter, ${visible(adapter)}` : "no adapter of its own";
  return [
    `Will it scale out?  ${visible(file)}, Socket.IO ${socketIo}, ${own}`,
    "",
    `${"event".padEnd(width)}  ${columns.join("")}`.trimEnd(),
    ...events.map((one) => {
      const cells = stages.map((stage) => cell(one.stages[stage]).padEnd(12));
      return `${visible(one.event).slice(0, maxEventWidth).padEnd(width)}  ${cells.join("")}`.trimEnd();
    }),
    "",
    ...events.flatMap((one) => [
      `${visible(one.event)}(${visible(one.text)})${one.from === "found" ? `, ${made}` : ""}`,
      ...stages.flatMap((stage) => details(stage, one.stages[stage])),
    ]),
    "",
    ...report.crashes.map(
      ({ stage, server, text }) =>
        `Server ${server.toUpperCase()} ended by itself ${explained[stage]}: ${visible(text)}`,
    ),
    conclusion(report),
  ].join("\n");
}

function cell(finding: Finding | undefined): string {
  if (!finding) return "";
  return `${verdicts[finding.verdict]}${finding.answer ? "*" : ""}`;
}

function details(stage: StageName, finding: Finding | undefined): string[] {
  if (!finding) return [];
  const { verdict, why, missed, answer, trace } = finding;
  const facts = [
    why && reasons[why],
    missed.length > 0 && `not heard by ${missed.map((role) => clients[role]).join(" and ")}`,
    answer && `* it answers ${brief(answer.here)}; one server says ${brief(answer.one)}`,
  ].filter(Boolean);
  const where = `trace ${trace.from}–${trace.to}${trace.message ? `, message ${trace.message}` : ""}`;
  return [`  ${explained[stage]}: ${[verdicts[verdict], ...facts].join("; ")} (${where})`];
}

const clients = {
  sender: "the sender",
  near: "the client on its server",
  far: "the client on the other server",
};

function conclusion({ silent, adapter, events }: Report): string {
  if (events.length === 0)
    return "No event was found. Use the app once in the lab, or give a file of events with --probes.";
  if (silent.length === 0)
    return `Nothing falls silent between the servers${adapter ? `, with ${visible(adapter)}` : ""}.`;
  const names = silent.map((event) => `"${visible(event)}"`).join(", ");
  const healed = events.filter(
    ({ event, stages }) =>
      silent.includes(event) && ["everyone", "answers"].includes(stages.linked?.verdict ?? ""),
  );
  const help = adapter ? "" : ` With the adapter, ${healed.length} of ${silent.length} reach everyone.`;
  return `Falls silent between the servers: ${names}.${help}`;
}

function brief(text: string): string {
  return visible(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

/** An app's output can contain escapes that a terminal would follow. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "·");
}
