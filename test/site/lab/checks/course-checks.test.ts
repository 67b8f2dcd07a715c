// The checks of lessons 02 to 13: for each a trace that passes, and one that lacks the one thing that it is about.
import { expect, test } from "vitest";
import type { Answer, CableState, Observation, ServerName } from "../../../../servers/protocol.ts";
import { type CheckName, checkNames } from "../../../../site/lab/checks/judge.ts";
import {
  accepted,
  arrived,
  connected,
  crossing,
  delivered,
  heard,
  joined,
  link,
  local,
  published,
  received,
  running,
  sent,
  trace,
  world,
} from "../trace.ts";
import { verdictOf } from "./verdict.ts";

type Trace = (Observation & { at?: number })[];

const client = (name: string, server: ServerName, more: object = {}): Observation =>
  ({ ...connected(name, server), ...more }) as Observation;
const gone = (name: string, server: ServerName, socket = `${name}-id`): Observation => ({
  type: "disconnected",
  server,
  socket,
  client: name,
  reason: "transport close",
});
const cable = (server: ServerName, state: CableState["state"], delayMs = 0): Observation => ({
  type: "cable",
  server,
  state,
  delayMs,
});
const dropped = (server: ServerName, towards: "redis" | "server"): Observation => ({
  type: "dropped",
  message: "m1",
  server,
  towards,
  state: "blackhole",
});
const forwarded = (server: ServerName): Observation => ({
  type: "forwarded",
  message: "m1",
  server,
  channel: "message",
  bytes: 2,
});
const routed = (server: ServerName, session: string | null, status: number | null): Observation => ({
  type: "routed",
  server,
  method: "GET",
  session,
  status,
});
const sticky: Observation = { type: "balancer", sticky: true };
const down = (
  server: ServerName,
  state: "stopped" | "crashed" = "stopped",
  reason = "SIGKILL",
): Observation => ({
  type: "server",
  server,
  state,
  pid: null,
  reason,
});
const asks: Observation[] = [
  { ...sent("α", "a"), event: "who", text: "" } as Observation,
  { ...received("α", "a"), event: "who", text: "", wantsAck: true } as Observation,
];
/** What the text says is for eyes alone. */
const answer = (said: Answer = {}): Observation => ({
  type: "acknowledged",
  message: "m1",
  server: "a",
  socket: "α-id",
  client: "α",
  text: "…",
  ...said,
});
const lists = (...clients: string[]) => answer({ sockets: clients.map((client) => `${client}-id`) });
const timedOut = answer({ error: { code: "", message: "" } });
/** α sends to tea, and A tells these of its clients. */
const toTea = (from: string, told: string[]): Observation[] => [
  { ...sent(from, "a"), event: "room:message" } as Observation,
  received(from, "a", "m1", "tea"),
  delivered("a", told),
  ...told.map((name) => heard(name, "a")),
];
const tea = (name: string, server: ServerName): Observation => joined(name, server, "tea");
const byHand = (...servers: ServerName[]): Observation[] =>
  servers.flatMap((server) => [
    forwarded(server),
    arrived(server, false),
    delivered(server, [server === "a" ? "α" : "β"]),
    heard(server === "a" ? "α" : "β", server),
  ]);
const broadcast = {
  kind: "broadcast",
  uid: "u",
  event: "message",
  text: '"hi"',
  rooms: [],
  except: [],
  flags: [],
};
const both = world("adapter", "adapter");
const none = world("none", "none");
const unheard = [...local(), published("a"), accepted("a", 1), arrived("a", true)];
const threeOnA = [...none.slice(0, 4), client("α", "a"), client("β", "a"), client("γ", "a")];
const polling = client("γ", "b", { transport: "polling" });
const everyone = [...crossing(), delivered("b", ["β", "γ"]), heard("γ", "b")];

const rows: [CheckName, Trace, Trace, string[]?][] = [
  // Lesson 02
  [
    "room-heard",
    [...threeOnA, tea("α", "a"), tea("β", "a"), ...toTea("α", ["α", "β"])],
    [...threeOnA, tea("β", "a"), ...toTea("α", ["β"])],
    ["α", "β", "γ"],
  ],
  [
    "room-heard-from-outside",
    [...threeOnA, tea("α", "a"), ...toTea("β", ["α"])],
    [...threeOnA, tea("α", "a"), ...toTea("α", ["α"])],
    ["α", "β", "γ"],
  ],
  [
    "room-forgotten-after-reconnect",
    [
      ...threeOnA,
      tea("α", "a"),
      tea("β", "a"),
      gone("β", "a"),
      client("β", "a", { socket: "new" }),
      ...toTea("α", ["α"]),
    ],
    [...threeOnA, tea("α", "a"), ...toTea("α", ["α"])],
    ["α", "β"],
  ],
  // Lesson 04
  [
    "heard-after-moving",
    [
      ...none.slice(0, 4),
      client("α", "a"),
      client("β", "b"),
      client("γ", "b"),
      gone("β", "b"),
      client("β", "a", { socket: "new" }),
      sent("α", "a"),
      received("α", "a"),
      { ...delivered("a", ["α"]), sockets: ["α-id", "new"] } as Observation,
    ],
    [...threeOnA, client("δ", "b"), ...local(), delivered("a", ["β", "γ"])],
    ["α", "β", "γ", "δ"],
  ],
  [
    "deaf-after-moving",
    [
      ...none.slice(0, 4),
      client("α", "a"),
      client("β", "a"),
      gone("β", "a"),
      client("β", "b", { socket: "new" }),
      ...local(),
    ],
    [...none, ...local()],
  ],
  // Lesson 05
  ["published-to-nobody", [...none], [...world("bridge", "none"), ...byHand("a")]],
  [
    "heard-by-subscribers",
    [...world("bridge", "none"), ...byHand("a")],
    [...world("bridge", "none"), ...local()],
  ],
  [
    "published-before-subscribing",
    [...world("bridge", "none"), ...byHand("a"), link("b", "bridge")],
    [...world("bridge", "none"), ...byHand("a")],
  ],
  [
    "console-subscribed-too",
    [...world("bridge", "bridge"), ...crossing().filter(({ type }) => type !== "accepted"), accepted("a", 3)],
    [...world("bridge", "bridge"), ...crossing()],
  ],
  // Lesson 06
  [
    "died-publishing",
    [
      ...world("bridge-single", "bridge-single"),
      sent("α", "a"),
      received("α", "a"),
      published("a"),
      {
        ...accepted("a", 0),
        receivers: null,
        error: "ERR Can't execute 'publish'",
        code: "ERR",
      } as Observation,
      down("a", "crashed", "exit code 1"),
    ],
    [...world("bridge-single", "bridge-single"), sent("α", "a"), received("α", "a"), published("a")],
  ],
  [
    "everyone-heard-through-redis",
    [
      ...world("bridge", "bridge"),
      sent("α", "a"),
      received("α", "a"),
      published("a"),
      arrived("a", true),
      delivered("a", ["α"]),
      arrived("b", false),
      delivered("b", ["β"]),
    ],
    [...both, ...crossing()],
  ],
  [
    "lost-before-own-clients",
    [
      ...world("bridge", "bridge"),
      cable("a", "blackhole"),
      sent("α", "a"),
      received("α", "a"),
      published("a"),
      dropped("a", "redis"),
    ],
    [...both, cable("a", "blackhole"), ...local(), published("a"), dropped("a", "redis")],
  ],
  // Lesson 08
  [
    "room-heard-across",
    [...both, client("γ", "b"), tea("α", "a"), tea("β", "b"), ...toTea("α", ["α"]), delivered("b", ["β"])],
    [...both, client("γ", "b"), tea("α", "a"), ...toTea("α", ["α"])],
    ["α", "β", "γ"],
  ],
  [
    "arrived-unneeded",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a"), arrived("b", false)],
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a")],
  ],
  ["answer-names-everyone", [...both, ...asks, lists("α", "β")], [...both, ...asks, lists("α")]],
  ["answer-timed-out", [...both, ...asks, { ...timedOut, at: 6_000 }], [...both, ...asks, timedOut]],
  ["answer-left-out-server", [...both, ...asks, lists("α")], [...both, ...asks, lists("α", "β")]],
  // Lesson 09
  [
    "polling-kept-out",
    [...both, routed("a", null, 200), routed("b", "s", 400), ...crossing()],
    [...both, routed("a", null, 200), routed("b", "s", 200), ...crossing()],
    ["α", "β", "γ"],
  ],
  [
    "polling-let-in",
    [...both, sticky, polling, routed("b", "s", 200), ...everyone],
    [...both, polling, routed("b", "s", 200), ...everyone],
    ["α", "β", "γ"],
  ],
  [
    "websocket-let-in",
    [...both, routed("b", "s", 400), routed("b", null, null), client("γ", "b"), ...everyone],
    [...both, routed("b", null, null), client("γ", "b"), ...everyone],
    ["α", "β", "γ"],
  ],
  // Lesson 10
  ["published-to-one-closed", [...both, cable("b", "close"), ...unheard], [...both, ...unheard]],
  [
    "late-after-cable-up",
    [
      ...both,
      cable("a", "close"),
      ...local(),
      cable("a", "up"),
      published("a"),
      arrived("b", false),
      delivered("b", ["β"]),
    ],
    [...both, ...crossing()],
  ],
  [
    "lost-on-own-cable",
    [...both, cable("a", "blackhole"), ...local(), published("a"), dropped("a", "redis"), cable("a", "up")],
    [...both, cable("a", "blackhole"), ...local(), published("a"), dropped("a", "redis")],
  ],
  [
    "delayed-across",
    [
      ...both,
      cable("b", "up", 500),
      ...local(),
      published("a"),
      { ...arrived("b", false), at: 900 },
      delivered("b", ["β"]),
    ],
    [...both, ...crossing()],
  ],
  [
    "own-server-waits",
    [...world("sharded", "sharded"), cable("a", "close"), sent("α", "a"), received("α", "a"), published("a")],
    [...world("sharded", "sharded"), cable("a", "close"), ...local(), published("a")],
  ],
  // Lesson 11
  [
    "missed-while-down",
    [...both, down("b"), gone("β", "b"), ...local(), running("b"), client("β", "b", { socket: "new" })],
    [...both, down("b"), gone("β", "b"), ...local()],
  ],
  [
    "buffered-until-back",
    [...both, down("a"), gone("α", "a"), running("a"), client("α", "a"), ...crossing()],
    [...both, ...crossing()],
  ],
  [
    "recovered",
    [
      ...world("streams", "streams"),
      gone("β", "b"),
      ...local(),
      client("β", "b", { recovered: true }),
      delivered("b", ["β"]),
      heard("β", "b"),
    ],
    [
      ...world("streams", "streams"),
      gone("β", "b"),
      ...local(),
      client("β", "b"),
      delivered("b", ["β"]),
      heard("β", "b"),
    ],
  ],
  // Lesson 12
  [
    "never-told",
    [...world("sharded", "sharded"), tea("α", "a"), ...toTea("α", ["α"]), published("a"), accepted("a", 1)],
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a"), accepted("a", 2), forwarded("b")],
  ],
  [
    "everyone-heard-from-outside",
    [
      ...both,
      ...byHand("a", "b").map(
        (one): Observation =>
          one.type === "arrived" ? ({ ...one, payload: broadcast } as Observation) : one,
      ),
    ],
    [...both, ...crossing()],
  ],
  // Lesson 13
  [
    "handed-over-unheard",
    [...both, cable("b", "blackhole"), ...local(), published("a"), accepted("a", 2), dropped("b", "server")],
    [...both, ...unheard],
  ],
  ["question-unanswered", [...both, ...asks], [...both, ...asks, answer()]],
];

test.each(rows)("the check %s passes what it is about", (check, passing, _, clients) => {
  expect(verdictOf(check, passing, clients)).toMatchObject({ passed: true });
});

test.each(rows)("the check %s fails without it, and says what was seen", (check, _, failing, clients) => {
  const { passed, saw, wanted } = verdictOf(check, failing, clients);
  expect(passed).toBe(false);
  expect(saw).not.toBe("");
  expect(wanted).not.toBe("");
});

test("every check that a lesson may name has such traces, here or in checks.test.ts", () => {
  const here = rows.map(([name]) => name);
  const there: CheckName[] = [
    "everyone-heard",
    "nobody-heard",
    "only-own-server-heard",
    "everyone-heard-over-polling",
    "still-silent-after-reconnect",
    "published-unheard",
    "never-published",
    "missed-before-subscribing",
    "only-sender-answered",
  ];
  expect([...here, ...there].toSorted()).toEqual(checkNames.toSorted());
});

test("without a message nothing is judged but its absence", () => {
  expect(verdictOf("everyone-heard", none)).toMatchObject({ passed: false, saw: "no message" });
});

test("a message that is published by hand has a line of its own, whatever channel adapters use among themselves", () => {
  const request: Observation = { ...forwarded("a"), channel: "socket.io-request#/#" } as Observation;
  expect(trace([...both, request])).toHaveLength(both.length + 1);
  expect(verdictOf("heard-by-subscribers", [...world("bridge", "none"), request])).toMatchObject({
    passed: false,
  });
});
