// A server process that behaves until its cable gets a delay: then it commits the misdeed with that number.
// It imports nothing of ours, because a confined process may not read it.
import { writeSync } from "node:fs";
import { createServer } from "node:net";

const send = (message: unknown) => void process.send?.(message as object, undefined, {}, () => {});
const observed = (observations: unknown, until: unknown = 1) =>
  send({ answer: "observed", until, observations });
const channel = 3; // of the process's descriptors, after its three standard streams
const write = (text: string) => {
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(channel, rest));
    } catch {
      // EAGAIN: the gateway has not read yet
    }
  }
};
const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** What no server does; each has to end this process and nothing else. */
export const rogueActions: Record<string, () => void> = {
  "sends null": () => send(null),
  "sends a text": () => send("ready"),
  "sends a number": () => send(1),
  "sends a list": () => send([]),
  "sends an unknown answer": () => send({ answer: "well" }),
  "sends a key of every object's": () => write('{"answer":"ready","__proto__":{}}\n'),
  "sends an invalid call number": () => send({ answer: "done", id: "1" }),
  "sends a failure without its message": () => send({ answer: "failed", id: 1 }),
  "sends no observations": () => observed(null),
  "sends unknown observations": () => observed([{ t: 1, type: "constructor" }]),
  "sends an observation that lacks something": () => observed([{ t: 1, type: "connected", socket: "x" }]),
  "sends an observation with a list that holds null": () =>
    observed([{ t: 1, type: "delivered", cause: null, sockets: [null], event: "e", text: "t" }]),
  "sends an observation with too long a text": () =>
    observed([{ t: 1, type: "log", stream: "out", text: "x".repeat(1_000_000) }]),
  "sends a time that is infinite": () => write('{"answer":"observed","until":1e999,"observations":[]}\n'),
  "sends 20 MB": () => send({ answer: "failed", id: 1, message: "x".repeat(20_000_000) }),
  "sends lists in 100,000 lists": () => write(`{"answer":"done","id":${deep(100_000)}}\n`),
  "sends an acknowledgement of Node's that nobody waits for": () => send({ cmd: "NODE_HANDLE_ACK" }),
  "sends an internal message of Node's": () => {
    send({ cmd: "NODE_HANDLE", type: "no such type" });
    send({ cmd: "NODE_HANDLE_NACK" });
  },
  "sends a server of its own": () => {
    const server = createServer().listen(0, "127.0.0.1", () =>
      process.send?.({ answer: "ready" }, server, {}, () => {}),
    );
  },
  "writes invalid JSON": () => write("no JSON\n"),
  "writes bytes that aren't text": () => write(`${"\u0000".repeat(100)}\n`),
  "writes 40 MB without an end": () => write("x".repeat(40_000_000)),
  "writes 20,000 messages at once": () => write('{"answer":"ready"}\n'.repeat(20_000)),
  "closes its channel and stays": () => process.disconnect(),
};

function serve(): void {
  setInterval(() => {}, 60_000); // it doesn't end by itself
  process.on("message", ({ call, id, cable }: { call: string; id?: number; cable?: { delayMs: number } }) => {
    if (call === "mark") observed([], Number(process.hrtime.bigint()) / 1e6);
    else if (call === "listen") send({ answer: "listening" });
    else if (call === "cable" && cable?.delayMs) Object.values(rogueActions)[cable.delayMs - 1]?.();
    else if (id !== undefined) send({ answer: "done", id });
  });
  observed([], 0); // before it belongs to a lab
  send({ answer: "done", id: 12_345 }); // without a call
  send({ answer: "ready" });
}

if (!process.env.VITEST) serve(); // the tests read the list only
