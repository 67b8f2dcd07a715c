// Every command of the Redis console, with every number of arguments and in every spelling, touches keys and channels of its
// own lab only. Redis says which arguments are keys, not the table under test.
import { beforeAll, describe, expect, test } from "vitest";
import { confine, consoleCommands, maxArguments } from "../../servers/lab/console/commands.ts";
import { splitInline } from "../../servers/redis/resp/inline.ts";
import { openWorld, type RedisClient, redisKinds, type World } from "../world.ts";

const prefix = "mine:";
const names = [...consoleCommands.keys()];
const foreign = ["theirs:key", "*", "[a-z]*", "\\", "", "mine", "theirs:*", "\0", "\r\nFLUSHALL\r\n", "é"];
const maxTried = 8;

/** Redis can't be asked for channels and patterns; these commands take nothing else. */
const onlyChannels = /^([PS]?(UN)?SUBSCRIBE|PUBSUB .*)$/;

/** A line with these words, in one of the spellings a line can have. */
const writings: Record<string, (words: readonly string[]) => string> = {
  quoted: (words) => words.map((word) => `"${escaped(word)}"`).join(" "),
  "in lower case": ([name = "", ...words]) =>
    [name.toLowerCase(), ...words.map((word) => `"${escaped(word)}"`)].join(" "),
  "in mixed case": ([name = "", ...words]) =>
    [
      name.replaceAll(/[A-Z]/g, (letter, at) => (at % 2 ? letter : letter.toLowerCase())),
      ...words.map((word) => `"${escaped(word)}"`),
    ].join("\t "),
  "all in hexadecimal": (words) => words.map((word) => `"${hexadecimal(word)}"`).join("  "),
};

function escaped(word: string): string {
  return word.replaceAll(/["\\]/g, "\\$&").replaceAll(/[\0\r\n]/g, hexadecimal);
}

function hexadecimal(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

function wordsOf(name: string, args: readonly string[]): string[] {
  return [...name.split(" "), ...args];
}

let world: World;
let redis: RedisClient;
beforeAll(async () => {
  if (redisKinds[1].missing) return;
  world = await openWorld("local");
  redis = await world.redisClient();
  await redis.sendCommand([
    "ACL",
    "SETUSER",
    "mine",
    "on",
    "nopass",
    "+@all",
    "resetkeys",
    "~mine:*",
    "resetchannels",
    "&mine:*",
  ]);
  return () => world.close();
});

/** The positions of keys and channels among the arguments, according to Redis; null if it doesn't accept that number. */
async function placesOf(name: string, count: number): Promise<number[] | null> {
  const args = Array.from({ length: count }, (_, index) => `argument-${index}`);
  if (onlyChannels.test(name)) return args.map((_, index) => index);
  if (/^S?PUBLISH$/.test(name)) return count === 2 ? [0] : null;
  if (name === "KEYS") return count === 1 ? [0] : null;
  try {
    const keys = await redis.sendCommand<string[]>(["COMMAND", "GETKEYS", name, ...args]);
    return keys.map((key) => args.indexOf(key));
  } catch (error) {
    const { message } = error as Error;
    if (/no key arguments/.test(message)) return [];
    expect(message).toMatch(/Invalid (number of )?arguments|wrong number of arguments/);
    return null;
  }
}

describe.skipIf(redisKinds[1].missing)("the commands of the Redis console", () => {
  test.each(names)(
    "%s: the prefix comes before each key and channel, and before nothing else",
    async (name) => {
      let tried = 0;
      for (let count = 0; count <= maxTried; count += 1) {
        const places = await placesOf(name, count);
        if (places === null) continue;
        for (const [writing, write] of Object.entries(writings)) {
          for (const word of foreign) {
            const args = Array.from({ length: count }, (_, index) => `${word}${index}`);
            const line = write(wordsOf(name, args));
            const words = splitInline(Buffer.from(line)) ?? [];
            const confined = confine(words, prefix);
            expect(confined, `${line} (${writing})`).toHaveProperty("args");
            if (!("args" in confined)) continue;
            const expected = args.map((arg, index) => (places.includes(index) ? prefix + arg : arg));
            if (name.endsWith("CHANNELS") && count === 0) expected.push(`${prefix}*`);
            expect(confined.args.slice(name.split(" ").length).map(String), `${line} (${writing})`).toEqual(
              expected,
            );
            tried += 1;
          }
        }
      }
      expect(tried).toBeGreaterThanOrEqual(Object.keys(writings).length * foreign.length);
    },
  );

  test.each(names.filter((name) => !onlyChannels.test(name)))(
    "%s: Redis itself finds nothing in it from outside the lab",
    async (name) => {
      const verdicts = new Set<string>();
      for (let count = 0; count <= maxTried; count += 1) {
        const args = Array.from({ length: count }, (_, index) => `theirs:${index}`);
        const confined = confine(
          wordsOf(name, args).map((word) => Buffer.from(word)),
          prefix,
        );
        if (!("args" in confined)) continue;
        const verdict = await redis
          .sendCommand<string>(["ACL", "DRYRUN", "mine", ...confined.args.map(String)])
          .catch(({ message }: Error) => message);
        verdicts.add(verdict.replace(/^ERR wrong number of arguments.*/, "another number of arguments"));
      }
      verdicts.delete("another number of arguments");
      expect([...verdicts]).toEqual(["OK"]);
    },
  );
});

describe.skipIf(redisKinds[1].missing)("other commands of this Redis", () => {
  test("are the only ones: every other command of this Redis is refused, in any case", async () => {
    const all = (await redis.sendCommand<string[]>(["COMMAND", "LIST"])).map((name) =>
      name.split("|").join(" "),
    );
    expect(all.length).toBeGreaterThan(200);
    for (const name of [
      ...all,
      "__proto__",
      "constructor",
      "GET\0",
      "PUBSUB",
      "PUBSUB NUMPAT",
      "PUBSUB\0CHANNELS",
    ]) {
      if (consoleCommands.has(name.toUpperCase())) continue;
      for (const written of [name, name.toUpperCase()]) {
        for (const words of [written.split(" "), [...written.split(" "), "x", "y"]]) {
          expect(
            confine(
              words.map((word) => Buffer.from(word)),
              prefix,
            ),
            written,
          ).toHaveProperty("refused");
        }
      }
    }
  });
});

test("a command with more arguments than any needs is refused, whichever it is", () => {
  for (const name of names) {
    const words = wordsOf(
      name,
      Array.from({ length: maxArguments + 1 }, () => "x"),
    );
    expect(
      confine(
        words.map((word) => Buffer.from(word)),
        prefix,
      ),
      name,
    ).toHaveProperty("refused");
  }
});
