// Runs KEYS as a series of SCANs, because KEYS would block Redis while it looks at every key of every lab.
import type { RespValue } from "../../redis/resp/value.ts";
import { maxItems } from "./commands.ts";
import type { Connection } from "./redis-connection.ts";

const keysAtATime = 1000;
const maxRounds = 200;
/** What one SCAN costs the lab, in bytes of a reply. */
const bytesPerRound = 8 * 1024;

/**
 * Runs `KEYS pattern` and calls `onReply` with the keys, in no order, and with a notice if not all keys were looked at.
 * Returns the cost in bytes.
 */
export async function findKeys(
  connection: Connection,
  [, pattern = Buffer.from("*")]: Buffer[],
  onReply: (value: RespValue) => void,
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
      onReply(asKeys(refused));
      return 0;
    }
  } while (cursor !== "0" && rounds < maxRounds && found.size <= maxItems);
  onReply({ type: "array", items: [...found.values()] });
  if (cursor !== "0") {
    const text = `(looked at about ${rounds * keysAtATime} keys of all labs in this Redis; there may be more matches)`;
    onReply({ type: "simple", bytes: Buffer.from(text) });
  }
  return rounds * bytesPerRound;
}

/** Makes an error of SCAN name the command that was typed. */
function asKeys(value: RespValue): RespValue {
  if (value.type !== "error") return value;
  return { type: "error", bytes: Buffer.from(value.bytes.toString("utf8").replaceAll("'scan'", "'keys'")) };
}
