// KEYS, by SCAN: KEYS looks at every key of every lab at once, and Redis does nothing else meanwhile.
import type { RespValue } from "../../redis/resp/value.ts";
import { maxItems } from "./commands.ts";
import type { Connection } from "./connection.ts";

const keysAtATime = 1000;
const maxRounds = 200;
/** What a round costs the lab, in bytes of an answer. */
const bytesPerRound = 8 * 1024;

/** Answers `KEYS pattern` as Redis would, in no order; returns what it cost. Says so where it did not look at all keys. */
export async function findKeys(
  connection: Connection,
  [, pattern = Buffer.from("*")]: Buffer[],
  answered: (value: RespValue) => void,
): Promise<number> {
  const found = new Map<string, RespValue>();
  let cursor = "0";
  let rounds = 0;
  do {
    let refused: RespValue | null = null;
    const scan = ["SCAN", cursor, "MATCH", pattern, "COUNT", String(keysAtATime)].map((word) =>
      Buffer.from(word),
    );
    await connection.ask(scan, (value) => {
      const [next, keys] = value.type === "array" ? value.items : [];
      if (next?.type !== "bulk" || keys?.type !== "array") refused = value;
      else cursor = next.bytes.toString();
      for (const key of keys?.type === "array" ? keys.items : []) {
        if (key.type === "bulk") found.set(key.bytes.toString("latin1"), key);
      }
    });
    rounds += 1;
    if (refused) {
      answered(asKeys(refused));
      return 0;
    }
  } while (cursor !== "0" && rounds < maxRounds && found.size <= maxItems);
  answered({ type: "array", items: [...found.values()] });
  if (cursor !== "0") {
    const text = `(looked at some ${rounds * keysAtATime} of the keys that this Redis has for everybody: there may be more)`;
    answered({ type: "simple", bytes: Buffer.from(text) });
  }
  return rounds * bytesPerRound;
}

/** A refusal of SCAN names the command that was typed. */
function asKeys(value: RespValue): RespValue {
  if (value.type !== "error") return value;
  return { type: "error", bytes: Buffer.from(value.bytes.toString("utf8").replaceAll("'scan'", "'keys'")) };
}
