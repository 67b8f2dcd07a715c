import type { Observation } from "../../../../servers/protocol.ts";
import type { CheckName } from "../../../../site/lab/checks/checks.ts";
import {
  accepted,
  arrived,
  crossing,
  delivered,
  heard,
  link,
  local,
  published,
  received,
  running,
  sent,
  world,
} from "../build-trace.ts";
import {
  answer,
  asks,
  both,
  broadcast,
  byHand,
  cable,
  client,
  down,
  dropped,
  everyone,
  forwarded,
  gone,
  lists,
  none,
  polling,
  printed,
  routed,
  sticky,
  tea,
  threeOnA,
  timedOut,
  toTea,
  unheard,
} from "./event-builders.ts";

export type Trace = (Observation & { at?: number })[];

export const rows: [CheckName, Trace, Trace, string[]?][] = [
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
    "room-heard-but-sender",
    [...both, client("γ", "b"), tea("α", "a"), tea("β", "b"), ...toTea("α", []), delivered("b", ["β"])],
    [...both, client("γ", "b"), tea("α", "a"), tea("β", "b"), ...toTea("α", ["α"]), delivered("b", ["β"])],
    ["α", "β", "γ"],
  ],
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
    "noticed-silence",
    [
      ...both,
      cable("a", "blackhole"),
      printed("a", "Redis connection: Socket timeout"),
      cable("a", "up"),
      ...crossing(),
    ],
    [
      ...both,
      cable("a", "blackhole"),
      cable("a", "up"),
      printed("a", "Redis connection: ECONNRESET"),
      ...crossing(),
    ],
  ],
  [
    "given-up-while-closed",
    [
      ...both,
      cable("a", "close"),
      ...local(),
      printed("a", "Lost with the Redis connection: The client is offline"),
      cable("a", "up"),
    ],
    [...both, cable("a", "close"), ...local(), cable("a", "up")],
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
    "missed-in-deaf-window",
    [...world("sharded", "sharded"), tea("α", "a"), tea("β", "b"), ...toTea("α", ["α"]), accepted("a", 1)],
    [...world("sharded", "sharded"), tea("α", "a"), tea("β", "b"), ...toTea("α", ["α"]), accepted("a", 2)],
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
