// Messages between the gateway and a server process: valid ones with a field or two replaced by anything.
import fc from "fast-check";
import { isServerAnswer, isServerCall } from "../../../servers/lab/process-messages.ts";
import type { RawObservation, ServerAnswer, ServerCall } from "../../../servers/lab/process-protocol.ts";
import { createCorrelator } from "../../../servers/lab/trace/correlate.ts";
import { expectThat, misleading, type Target, target } from "../target.ts";

const way = { publication: "a1.1", channel: "lab:message", bytes: 2, print: "p" };
const observations: RawObservation[] = [
  { t: 1, type: "log", stream: "out", text: "hi" },
  {
    t: 1,
    type: "connected",
    socket: "s",
    name: null,
    reports: true,
    transport: "websocket",
    recovered: false,
  },
  { t: 1, type: "disconnected", socket: "s", reason: "transport close" },
  { t: 1, type: "joined", socket: "s", room: "r" },
  { t: 1, type: "received", cause: "a1.2", socket: "s", event: "message", text: "hi", wantsAck: true },
  { t: 1, type: "delivered", cause: null, sockets: ["s"], event: "message", text: "hi" },
  { t: 1, type: "acknowledged", cause: "a1.2", socket: "s", text: "ok", answer: { count: 1 } },
  { t: 1, type: "published", cause: null, command: "PUBLISH", payload: { kind: "text", text: "hi" }, ...way },
  { t: 1, type: "accepted", publication: "a1.1", receivers: 2, error: null },
  { t: 1, type: "forwarded", arrival: "b1.1", channel: way.channel, bytes: 2, print: "p" },
  { t: 1, type: "subscribed", text: "SUBSCRIBE x", name: "SUBSCRIBE", channel: "x", askedAt: 0 },
  { t: 1, type: "skipped", count: 3 },
  { t: 1, type: "fault", why: "error", text: "no", place: { file: "handlers.ts", line: 1 } },
];
const answers: ServerAnswer[] = [
  { answer: "ready" },
  { answer: "done", id: 1 },
  { answer: "failed", id: 1, by: "refusal", message: "NOPERM" },
  { answer: "failed", id: 1, by: "code", message: "no", place: { file: "handlers.ts", line: 1 } },
  { answer: "dial", id: 1 },
];
const calls: ServerCall[] = [
  {
    call: "start",
    id: 1,
    name: "a",
    prefix: "lab:",
    redisUrl: "redis://127.0.0.1:1",
    socketPath: "/tmp/1.sock",
    cable: { state: "up", delayMs: 0 },
    code: [{ name: "handlers.ts", text: "export {}" }],
    ownAdapter: true,
  },
  { call: "link", id: 1, link: "adapter", withinMs: 5000 },
  { call: "upgrade", head: "GET / HTTP/1.1\r\n\r\n" },
];

/** One of these as it is, or with fields replaced, added or removed. */
function spoiled<T extends object>(right: readonly T[]): fc.Arbitrary<unknown> {
  const base = fc.constantFrom(...right);
  const fields = [...new Set(right.flatMap((one) => Object.keys(one))), "__proto__", "length"];
  const change = fc.dictionary(fc.constantFrom(...fields), misleading, { maxKeys: 2, noNullPrototype: true });
  const missing = fc.option(fc.constantFrom(...fields));
  return fc.tuple(base, change, missing).map(([one, changes, left]) => {
    const all = Object.entries({ ...one, ...changes }).filter(([name]) => name !== left);
    return Object.fromEntries(all);
  });
}

const observed = fc.record({
  answer: fc.constant("observed"),
  until: fc.constantFrom<unknown>(1, null, "1"),
  observations: fc.oneof(
    { weight: 5, arbitrary: fc.array(spoiled(observations), { maxLength: 4 }) },
    { weight: 1, arbitrary: misleading },
  ),
});

export const ofProcessMessages: Target[] = [
  target("messages of a server process", 10, fc.oneof(observed, spoiled(answers), misleading), (message) => {
    const came = overChannel(message);
    if (!isServerAnswer(came) || came.answer !== "observed") return;
    const correlator = createCorrelator();
    for (const raw of came.observations) {
      correlator.isDue(raw);
      correlator.take("a", raw);
    }
  }),
  target("calls of the gateway", 5, fc.oneof(spoiled(calls), misleading), (call) => {
    const came = overChannel(call);
    if (isServerCall(came)) expectThat(typeof came.call === "string", "a call without a name is taken");
  }),
];

const overChannel = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
