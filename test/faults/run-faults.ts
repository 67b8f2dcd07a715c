// A playground under faults: one after another, while clients send; after each, everything must recover.
import { setTimeout as pause } from "node:timers/promises";
import { type RedisState, type ServerName, serverNames } from "../../servers/protocol.ts";
import { findRedisServer, startLocalRedis } from "../../servers/redis/local.ts";
import { startPlayground } from "../playground.ts";
import { eventually } from "./eventually.ts";
import { machineEnvironment } from "./machine.ts";
import { connectionProblems, deliveryProblems, leaks, processProblems, traceProblems } from "./problems.ts";
import { type Fault, faults, inflict } from "./random-faults.ts";
import { openRoom, type Room } from "./sending-clients.ts";

export interface Outcome {
  fault: Fault;
  /** From the end of the fault until everything had recovered, in ms. */
  recoveredMs: number;
}

export interface RunOptions {
  kind: RedisState["kind"];
  seed: number;
  /** The maximum number of faults. */
  count: number;
  /** No new fault begins after this time. */
  forMs: number;
  /** Nothing else uses this checkout's built site in the meantime. */
  isLong?: boolean;
  /** Only faults whose name contains this. Default: all. */
  named?: string;
  onFault?: (outcome: Outcome) => void;
}

const labs = 2;
const talkEveryMs = 25;
const recoverWithinMs = 20_000;

/** Resolves to what was done; rejects with the fault and everything that's wrong after it. */
export async function runFaults(options: RunOptions): Promise<Outcome[]> {
  const { kind, seed, count, forMs, isLong = false, named = "", onFault } = options;
  const redis = kind === "external" ? await startLocalRedis(await redisServer()) : null;
  const playground = await startPlayground({
    args: ["--capacity", "20"],
    env: { ...machineEnvironment(), ...(redis && { REDIS_URL: redis.url }) },
    ...(kind === "external" ? { until: /Redis: external/ } : { kind }),
  }).catch(async (error) => {
    await redis?.close();
    throw error;
  });
  const known = new Set<number>();
  const outcomes: Outcome[] = [];
  let rooms: Room[] = [];
  const talking = setInterval(() => {
    for (const room of rooms) room.talk();
  }, talkEveryMs);
  const begun = performance.now();

  async function one(fault: Fault, baseline: number | undefined): Promise<number | undefined> {
    const marks = await Promise.all(rooms.map(begin));
    for (const { pid } of playground.processes()) known.add(pid);
    await inflict(fault, playground, rooms, redis?.url ?? "");
    const fallen = await fallenServers(rooms, fault);

    const start = performance.now();
    const isAnew = fault.fault === "the gateway is killed";
    if (isAnew) rooms = await moveOut(rooms, playground.url);
    const problems = [
      ...fallen,
      ...(await well(rooms)),
      ...(await eventually(() => opensAnother(playground.url))),
    ];
    const recoveredMs = performance.now() - start;
    const newBaseline = isAnew ? playground.descriptors(playground.pid) : baseline;
    if (!isAnew) problems.push(...(await contradicting(rooms, marks, fault)));
    const left = () => [...processProblems(playground, known, labs), ...leaks(playground, newBaseline)];
    problems.push(...(await eventually(left)));
    if (problems.length > 0) throw new Error(problems.join("\n  "));
    outcomes.push({ fault, recoveredMs });
    onFault?.({ fault, recoveredMs });
    return newBaseline;
  }

  async function all(): Promise<void> {
    rooms = await openRooms(playground.url);
    await well(rooms);
    let baseline = playground.descriptors(playground.pid);
    for (const fault of faults({ kind, seed, count, isLong, named })) {
      if (performance.now() - begun > forMs) return;
      baseline = await one(fault, baseline).catch((cause: Error) => {
        const when = `after ${outcomes.length} others, ${JSON.stringify(fault)}`;
        throw new Error(`seed ${seed}, ${kind} Redis, ${when}:\n  ${cause.message}`, { cause });
      });
    }
  }

  await all().finally(async () => {
    clearInterval(talking);
    for (const room of rooms) room.close();
    for (const { pid } of playground.processes()) known.add(pid);
    await playground.close();
    await redis?.close();
  });
  const left = await eventually(() => processProblems(playground, known, 0));
  if (left.length > 0) throw new Error(`seed ${seed}: after the end, ${left.join(", ")}`);
  return outcomes;
}

async function redisServer(): Promise<string> {
  const program = await findRedisServer(process.env.PATH ?? "");
  if (!program) throw new Error("expected redis-server on the PATH; found none; install it");
  return program;
}

/** No error from Redis ends a server. */
async function fallenServers(rooms: readonly Room[], { fault }: Fault): Promise<string[]> {
  if (!fault.startsWith("Redis")) return [];
  const states = await Promise.all(rooms.map((room) => room.call("GET", "") as Promise<Room["lab"]>));
  return states.flatMap(({ id, servers }) =>
    serverNames
      .filter((name) => servers[name].state === "crashed")
      .map((name) => `server ${name} of ${id} crashed`),
  );
}

/** A page is served, and another lab opens. */
async function opensAnother(url: string): Promise<string[]> {
  try {
    const page = await fetch(url, { headers: { connection: "close" }, signal: AbortSignal.timeout(10_000) });
    await page.arrayBuffer();
    const room = await openRoom(url);
    room.close();
    await room.call("DELETE", "");
    return page.ok ? [] : [`the front page says ${page.status}`];
  } catch (error) {
    return [`no page or no lab: ${error instanceof Error ? error.message : error}`];
  }
}

const openRooms = (url: string): Promise<Room[]> =>
  Promise.all(Array.from({ length: labs }, () => openRoom(url)));

/** With a new gateway all labs are gone; no client may still believe it's in one. */
async function moveOut(rooms: readonly Room[], url: string): Promise<Room[]> {
  const deceived = rooms.flatMap(({ guests }) => guests.filter(({ socket }) => socket.connected));
  for (const room of rooms) room.close();
  if (deceived.length > 0) throw new Error(`${deceived.length} clients are connected to labs that are gone`);
  return openRooms(url);
}

/** The state of a room's trace before a fault. */
async function begin(room: Room): Promise<number> {
  for (const guest of room.guests) guest.heard.length = 0;
  const trace = await room.trace(0);
  return trace.at(-1)?.seq ?? 0;
}

/** Brings every room back to the state a learner would want; returns what can't be fixed in time. */
async function well(rooms: readonly Room[]): Promise<string[]> {
  const problems: string[] = [];
  const end = performance.now() + recoverWithinMs;
  for (const room of rooms) {
    let wrong = await recover(room);
    while (wrong.length > 0 && performance.now() < end) {
      await pause(50);
      wrong = await recover(room);
    }
    problems.push(...wrong);
  }
  return problems;
}

async function recover(room: Room): Promise<string[]> {
  try {
    const { servers } = (await room.call("GET", "")) as Room["lab"];
    for (const name of serverNames) {
      await room.call("PATCH", `/cables/${name}`, { state: "up", delayMs: 0 });
      if (servers[name].state !== "running") await room.call("POST", `/servers/${name}/start`);
      if (servers[name].link !== "adapter") await room.call("PATCH", `/servers/${name}`, { link: "adapter" });
    }
    const wrong = await connectionProblems(room);
    return wrong.length > 0 ? wrong : deliveryProblems(room);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function contradicting(
  rooms: readonly Room[],
  marks: readonly number[],
  fault: Fault,
): Promise<string[]> {
  const found = await Promise.all(
    rooms.map(async (room, index) => {
      const mark = marks[index] ?? 0;
      const excused = index === 0 ? excusedBy(fault) : new Set<ServerName>();
      const guests = heardSoFar(room);
      // Recent messages may still be on their way to the trace.
      return eventually(async () => traceProblems(await room.trace(0), mark, guests, excused));
    }),
  );
  return found.flat();
}

/** The guests with what they have heard until now; they keep listening. */
function heardSoFar({ guests }: Room) {
  return guests.map((guest) => ({ ...guest, heard: [...guest.heard] }));
}

function excusedBy(fault: Fault): Set<ServerName> {
  if (fault.fault === "a server is killed") return new Set([fault.server]);
  if (fault.fault === "no process can be started") return new Set(["a"]);
  return new Set();
}
