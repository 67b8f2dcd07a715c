// Sends the same bytes to the broker and to a real Redis, and makes their replies comparable.

import { createRespReader, type RespFrame } from "../../../../servers/redis/resp/reader.ts";
import { openWire } from "../raw-connection.ts";

/** Sends bytes on one connection, closes our end, and returns everything that arrived. */
export async function converse(port: number, bytes: string | Buffer): Promise<string> {
  const wire = await openWire(port);
  wire.send(bytes);
  return withoutIdentity(await wire.toEnd());
}

/** One step of a scene: what one of the connections sends. */
export interface Step {
  on: number;
  bytes: string | Buffer;
}

/**
 * Plays steps on several connections. After each step a fence goes through every connection: the reply to a PING with its own
 * mark, after which nothing of the step can arrive. Returns what each connection received in each step.
 */
export async function play(port: number, connections: number, steps: readonly Step[]): Promise<string[][]> {
  const wires = await Promise.all(Array.from({ length: connections }, () => openWire(port)));
  const script: string[][] = [];
  let marks = 0;
  try {
    for (const { on, bytes } of steps) {
      const order = [on, ...wires.keys().filter((index) => index !== on)];
      const heard: string[] = [];
      wires[on]?.send(bytes);
      for (const index of order) {
        const mark = `fence-${++marks}`;
        wires[index]?.send(`PING ${mark}\r\n`);
        heard[index] = withoutIdentity((await wires[index]?.until(`${mark}\r\n`)) ?? Buffer.alloc(0));
      }
      script.push(heard);
    }
  } finally {
    // RESET first: a server may take some time to notice that a connection is gone.
    for (const wire of wires) {
      wire.send("RESET\r\n");
      await wire.until("+RESET\r\n");
      wire.close();
    }
  }
  return script;
}

/** What may differ: the name and the version of the server, and the numbers of the connections. */
function withoutIdentity(answer: Buffer): string {
  return answer
    .toString("latin1")
    .replace(/(\$6\r\nserver\r\n)\$\d+\r\n.*\r\n(\$7\r\nversion\r\n)\$\d+\r\n.*\r\n/g, "$1+any\r\n$2+any\r\n")
    .replace(/(\$2\r\nid\r\n):\d+\r\n/g, "$1:0\r\n");
}

/**
 * Sorts what a real Redis keeps in hash tables, whose order is chance: the channels of an UNSUBSCRIBE without arguments,
 * the patterns that one message matches, the names of PUBSUB CHANNELS.
 */
export function inAnyOrder(answer: string): string {
  const { frames, error } = createRespReader().push(Buffer.from(answer, "latin1"));
  if (error) return answer;
  const runs: RespFrame[][] = [];
  for (const frame of frames) {
    const run = runs.at(-1);
    if (run?.[0] && headOf(frame) !== "" && headOf(frame) === headOf(run[0])) run.push(frame);
    else runs.push([frame]);
  }
  return runs.map(sorted).join("");
}

function headOf({ value }: RespFrame): string {
  if (value.type !== "array" && value.type !== "push") return "";
  const [head] = value.items;
  const text = head?.type === "bulk" ? head.bytes.toString() : "";
  return /^(p|s)?unsubscribe$|^pmessage$/.test(text) ? text : "";
}

function sorted(run: RespFrame[]): string {
  const raws = run.map((frame) => frame.raw.toString("latin1"));
  const [first] = run;
  if (!first) return "";
  if (headOf(first).endsWith("unsubscribe")) {
    const counts = raws.map((raw) => /:\d+\r\n$/.exec(raw)?.[0]);
    return [...raws.map((raw) => raw.replace(/:\d+\r\n$/, "")).sort(), ...counts].join("");
  }
  if (headOf(first) === "pmessage") return raws.sort().join("");
  const { value } = first;
  const names =
    value.type === "array" && value.items.map((item) => (item.type === "bulk" ? item.bytes : null));
  if (!names || names.some((name) => name === null || /^(s?message|pong)$/.test(name.toString()))) {
    return raws.join("");
  }
  return `names ${names
    .map((name) => name?.toString("hex"))
    .sort()
    .join(" ")}\r\n`;
}
