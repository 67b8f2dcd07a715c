// Engine.IO and Socket.IO packets as bytes: connections with any auth, and what they send.
import fc from "fast-check";
import { instructorKey, labWord, tokenWord } from "../placeholders.ts";
import { anyBytes, misleading, often } from "../target.ts";

const utf8 = (text: string) => Buffer.from(text).toString("latin1");
const json = misleading.map((value) => utf8(JSON.stringify(value)));

/** Right, of the right length in characters but not in bytes, or anything. */
const token = fc.oneof(
  { weight: 3, arbitrary: fc.constant(tokenWord) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      `${"x".repeat(31)}\u00e9`,
      `${tokenWord.slice(0, -1)}\u00e9`,
      "\u{1f600}".repeat(16),
      "\ud800".repeat(32),
      "x".repeat(32),
      "x".repeat(201),
      "",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 32, maxLength: 32 }) },
);
const key = fc.oneof(
  fc.constantFrom(
    instructorKey,
    `${instructorKey.slice(0, -1)}\u00e9`,
    "\u00e9".repeat(20),
    "key-of-a-fuzz-learner",
  ),
  fc.string({ unit: "binary", minLength: 16, maxLength: 20 }),
);
const auth: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ lab: fc.constant(labWord), token, after: fc.constantFrom(0, 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      role: fc.constantFrom("learner", "phone", "instructor", "projector"),
      key,
      name: fc.constantFrom("x", "\u202e"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        lab: misleading,
        token: misleading,
        after: misleading,
        role: misleading,
        key: misleading,
        name: misleading,
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: misleading },
);
/** Packets that connect. */
export const auths: fc.Arbitrary<string> = fc
  .tuple(often(fc.constant("40"), fc.constantFrom("40/,", "40/x,", "401", "40/__proto__,"), 10), auth)
  .map(([type, data]) => type + utf8(JSON.stringify(data)));

const consoleLine = fc.oneof(
  fc.constantFrom(
    "PING",
    "SET a 1",
    'GET "\\xff"',
    "SUBSCRIBE x",
    "KEYS *",
    "MGET a a a",
    '"',
    "HELP",
    "INFO",
    "PUBSUB CHANNELS",
    "EVAL x 0",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const call = fc
  .oneof(
    { weight: 4, arbitrary: consoleLine.map((line) => ["redis", line]) },
    { weight: 1, arbitrary: fc.constant(["clock"]) },
    {
      weight: 2,
      arbitrary: fc
        .record({
          type: fc.constantFrom("sent", "heard"),
          socket: fc.string(),
          event: fc.string(),
          text: fc.string(),
          at: fc.double({ noNaN: true }),
        })
        .map((report) => ["report", [report, report]]),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            ..."message room:join room:leave room:message room:except room:gather room:ask who ask:servers".split(
              " ",
            ),
            ..."progress lab help follow note lead reveal reset remove share unshare".split(" "),
            "__proto__",
            "disconnect",
            "connect_error",
            "error",
          ),
          fc.array(misleading, { maxLength: 3 }),
        )
        .map(([event, args]) => [event, ...args]),
    },
  )
  .map((args) => utf8(JSON.stringify(args)));

const event = fc
  .tuple(fc.constantFrom("42", "42", "42", "421", "42/,", "42/x,", "4299999999999999999999"), call)
  .map((parts) => parts.join(""));
const attachments = fc
  .tuple(
    fc.constantFrom("451-", "450-", "4599999999999-", "451-/x,", "461-", "45-", "452-7"),
    fc.oneof(call, json),
  )
  .map((parts) => parts.join(""));
const placeholder = fc
  .constantFrom("0", "1", "-1", "1e9", '"x"', "null")
  .map((num) => `451-["message",{"_placeholder":true,"num":${num}}]`);
const odd = fc
  .tuple(
    fc.constantFrom(
      "41",
      "43",
      "430",
      "44",
      "46",
      "47",
      "4",
      "0",
      "1",
      "2",
      "2probe",
      "3",
      "5",
      "6",
      "7",
      "",
      "\u00ff",
    ),
    often(json, anyBytes(20), 3),
  )
  .map((parts) => parts.join(""));

/** Packets of a connected client. */
export const packets: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: event },
  { weight: 1, arbitrary: attachments },
  { weight: 1, arbitrary: placeholder },
  { weight: 2, arbitrary: odd },
);
