// The embedded broker's port: all kinds of commands, broken, cut and ended anywhere.
import fc from "fast-check";
import { encodeCommand } from "../../../servers/redis/resp/encode.ts";
import { command } from "../../servers/redis/arbitraries.ts";
import { batches } from "../gateway/batches.ts";
import type { Conversation, Step } from "../gateway/raw-client.ts";
import { passwordWord } from "../placeholders.ts";
import { anyBytes, broken, type Target } from "../target.ts";

const commands = broken(
  fc.array(command, { maxLength: 6 }).map((all) => Buffer.concat(all.map((words) => encodeCommand(words)))),
);
const inline = fc.oneof(
  fc.constantFrom(
    "PING\r\n",
    "SUBSCRIBE a\n",
    "*0\r\n",
    "*-1\r\n",
    "*1\r\n$-1\r\n",
    "*2147483647\r\n",
    "*1\r\n$536870912\r\n",
    "HELLO 3 AUTH a b\r\n",
    "QUIT\r\n",
    "\0\n",
  ),
  anyBytes(40),
);
const bytes = fc.oneof(
  { weight: 3, arbitrary: commands.map((all) => all.toString("latin1")) },
  { weight: 1, arbitrary: inline },
);
const then = fc.constantFrom<Step[]>([], [], [{ wait: 1 }], [{ wait: "answer" }]);
const end = fc.constantFrom<Step[]>([], [{ end: "fin" }], [{ end: "reset" }]);

const conversation: fc.Arbitrary<Conversation> = fc
  .tuple(fc.array(fc.tuple(bytes, then), { minLength: 1, maxLength: 4 }), end)
  .map(([parts, end]) => [
    { send: `AUTH ${passwordWord}\r\n` },
    ...parts.flatMap(([send, then]): Step[] => [{ send }, ...then]),
    ...end,
  ]);

export const ofRedisBytes: Target[] = [
  batches({ name: "bytes to the embedded broker", share: 0.8, at: "redis", conversation }),
];
