// What must hold after every fault. Each check returns what doesn't; empty if all is well.
import type { TraceEvent } from "../../servers/protocol.ts";
import { orderProblems } from "../model/order.ts";
import type { StartedPlayground } from "../playground.ts";
import { isAlive } from "../processes.ts";
import type { Guest, Room } from "./sending-clients.ts";

/** Every guest is connected, and every server sees exactly these sockets. */
export async function connectionProblems({ guests }: Room): Promise<string[]> {
  const away = guests.filter(({ socket }) => !socket.connected);
  if (away.length > 0) return [`not connected: ${away.map(({ name }) => name).join(", ")}`];
  const ids = guests.map(({ socket }) => socket.id ?? "").sort();
  const answers = await Promise.all(
    guests.map(async ({ name, socket }) => {
      const seen = (await socket.timeout(2000).emitWithAck("who")) as { id: string }[] | { error: string };
      const sees = Array.isArray(seen) ? seen.map(({ id }) => id).sort() : seen.error;
      return String(sees) === String(ids) ? [] : [`${name} sees ${sees}; there are ${ids}`];
    }),
  );
  return answers.flat();
}

/** What a guest sends reaches all of them. */
export async function deliveryProblems(room: Room): Promise<string[]> {
  const text = room.talk();
  const deaf = () => room.guests.filter(({ heard }) => !heard.some((one) => one.text === text));
  const end = Date.now() + 2000;
  while (deaf().length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  return deaf().map(({ name }) => `${name} did not hear "${text}"`);
}

/**
 * The whole trace is in order, and has everything that was heard since number `after`. A server that was killed, and
 * so is `excused`, may have sent what it could no longer report; what a full trace has dropped can't be checked.
 */
export function traceProblems(
  trace: readonly TraceEvent[],
  after: number,
  guests: readonly Guest[],
  excused: ReadonlySet<Guest["server"]>,
): string[] {
  const first = trace[0]?.seq ?? 1;
  const reported = new Set(
    trace.flatMap((event) =>
      event.type === "delivered" ? event.sockets.map((socket) => `${socket} ${event.text}`) : [],
    ),
  );
  const isWhole = first <= after + 1 && !trace.some(({ type }) => type === "skipped");
  const wrong = orderProblems(trace, first);
  for (const { name, server, heard } of guests) {
    const once = new Set<string>();
    for (const { socket, text } of heard) {
      const key = `${socket} ${JSON.stringify(text)}`;
      if (once.has(key)) wrong.push(`${name} heard "${text}" twice`);
      once.add(key);
      if (isWhole && !excused.has(server) && !reported.has(key)) {
        wrong.push(`${name} heard "${text}", which isn't in the trace`);
      }
    }
  }
  return wrong;
}

/** Processes that used to be below the gateway and are still running, and those beyond the limit. */
export function processProblems(
  playground: StartedPlayground,
  known: ReadonlySet<number>,
  rooms: number,
): string[] {
  const now = playground.processes();
  const here = new Set(now.map(({ pid }) => pid));
  const orphans = [...known].filter((pid) => !here.has(pid) && isAlive(pid));
  const servers = now.filter(({ command }) => command.includes("server-main"));
  const most = 2 * rooms + poolSize;
  return [
    ...orphans.map((pid) => `process ${pid} lives on without its gateway`),
    ...(servers.length > most
      ? [`${servers.length} server processes, where at most ${most} are in use`]
      : []),
  ];
}

/** The size of the pool; see servers/lab/labs.ts. */
const poolSize = 4;

/** The gateway's descriptors beyond those it had when it was idle. */
export function leaks(playground: StartedPlayground, baseline: number | undefined): string[] {
  const open = playground.descriptors(playground.pid);
  if (open === undefined || baseline === undefined || open <= baseline + spareDescriptors) return [];
  return [`the gateway has ${open} descriptors open; it had ${baseline}`];
}

/** For requests in progress, and the pool being filled. */
const spareDescriptors = 12;
