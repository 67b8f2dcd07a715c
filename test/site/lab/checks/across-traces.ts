// Traces for the checks on questions to rooms and servers, on `except`, and on a join followed by a message. As in course-traces.ts.
import type { Observation } from "../../../../servers/protocol.ts";
import type { CheckName } from "../../../../site/lab/checks/checks.ts";
import { delivered, heard, received, sent } from "../build-trace.ts";
import type { Trace } from "./course-traces.ts";
import { answer, both, client, none, tea, timedOut } from "./event-builders.ts";

const three = ["α", "β", "γ"];
const emits = (event: string, text: string, wantsAck = true): Observation[] => [
  { ...sent("α", "a"), event, text } as Observation,
  { ...received("α", "a"), event, text, wantsAck } as Observation,
];
const asksTea = emits("room:ask", '"tea"');
const asksServers = emits("ask:servers", "");
const toTea = (event: string) => emits(event, '{"room":"tea","data":"hi"}');
const gets = (name: string, server: "a" | "b") => [delivered(server, [name]), heard(name, server)];

const gathers = emits("room:gather", '{"room":"tea","data":"hi"}', false);

export const acrossRows: [check: CheckName, passing: Trace, failing: Trace, clients?: string[]][] = [
  [
    "room-asked-in-vain",
    [...none, tea("β", "b"), ...asksTea, answer({ count: 0 })],
    [...none, tea("β", "b"), ...asksTea, answer({ count: 1 })],
  ],
  // An empty room isn't a room whose members are elsewhere.
  [
    "room-asked-in-vain",
    [...none, tea("β", "b"), ...asksTea, answer({ count: 0 })],
    [...none, ...asksTea, answer({ count: 0 })],
  ],
  [
    "room-asked-across",
    [...both, tea("β", "b"), ...asksTea, ...gets("β", "b"), answer({ count: 1 })],
    [...both, tea("β", "b"), ...asksTea, answer({ count: 0 })],
  ],
  [
    "other-servers-answered",
    [...both, ...asksServers, answer({ count: 1 })],
    [...both, ...asksServers, timedOut],
  ],
  [
    "except-heard-across",
    [
      ...both,
      client("γ", "b"),
      tea("β", "b"),
      ...toTea("room:except"),
      ...gets("α", "a"),
      ...gets("γ", "b"),
      answer(),
    ],
    [
      ...both,
      client("γ", "b"),
      tea("β", "b"),
      ...toTea("room:except"),
      ...gets("α", "a"),
      ...gets("β", "b"),
      answer(),
    ],
    three,
  ],
  [
    "gathered-elsewhere",
    [...both, client("γ", "b"), ...gathers, ...gets("β", "b"), ...gets("γ", "b")],
    [...both, client("γ", "b"), ...gathers, ...gets("α", "a"), ...gets("β", "b")],
    three,
  ],
];
