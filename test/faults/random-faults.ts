// What can go wrong, drawn from a seed.
import { setTimeout as pause } from "node:timers/promises";
import { type CableState, type RedisState, type ServerName, serverNames } from "../../servers/protocol.ts";
import type { StartedPlayground } from "../playground.ts";
import fc from "../random.ts";
import { inflictOnMachine, type MachineFault, machineFaults } from "./machine.ts";
import { inflictOnRedis, type RedisError, redisErrors } from "./redis-errors.ts";
import type { Room } from "./sending-clients.ts";

export type Fault =
  | { fault: "a server is killed"; server: ServerName; by: "signal" | "API" }
  | { fault: "a server is suspended"; server: ServerName; ms: number }
  | { fault: "a cable is broken"; server: ServerName; state: CableState["state"]; ms: number }
  | { fault: "a cable is slow"; server: ServerName; delayMs: number }
  | { fault: "Redis is killed" }
  | { fault: "Redis is suspended"; ms: number }
  | { fault: "the gateway is killed" }
  | { fault: "the gateway is suspended"; ms: number }
  | { fault: "the trace is filled"; messages: number }
  | { fault: "browsers are dropped" }
  | MachineFault
  | RedisError;

export interface FaultsOptions {
  /** `local` is a process that can be killed, `external` one that takes commands. */
  kind: RedisState["kind"];
  seed: number;
  count: number;
  isLong: boolean;
  /** Only faults whose name has this in it. */
  named: string;
}

/** `count` faults, the same for the same seed on the same machine. */
export function faults({ seed, count, named, ...where }: FaultsOptions): Fault[] {
  return fc.sample(fc.oneof(...kindsOfFaults(where, named)), { seed, numRuns: count });
}

/** What can go wrong here, one of each kind. */
export function kindsOfFaults(
  { kind, isLong }: Pick<FaultsOptions, "kind" | "isLong">,
  named: string,
): fc.Arbitrary<Fault>[] {
  const server = fc.constantFrom(...serverNames);
  const ms = fc.integer({ min: 100, max: 1500 });
  const by = fc.constantFrom("signal" as const, "API" as const);
  const state = fc.constantFrom("close" as const, "reset" as const, "blackhole" as const);
  const always: fc.Arbitrary<Fault>[] = [
    fc.record({ fault: fc.constant("a server is killed"), server, by }),
    fc.record({ fault: fc.constant("a server is suspended"), server, ms }),
    fc.record({ fault: fc.constant("a cable is broken"), server, state, ms }),
    fc.record({ fault: fc.constant("a cable is slow"), server, delayMs: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ fault: fc.constant("the gateway is killed") }),
    fc.record({ fault: fc.constant("the gateway is suspended"), ms }),
    fc.record({ fault: fc.constant("the trace is filled"), messages: fc.integer({ min: 500, max: 2000 }) }),
    fc.record({ fault: fc.constant("browsers are dropped") }),
  ];
  const ofRedis: fc.Arbitrary<Fault>[] = [
    fc.record({ fault: fc.constant("Redis is killed") }),
    fc.record({ fault: fc.constant("Redis is suspended"), ms }),
  ];
  const byKind = { embedded: [], local: ofRedis, external: redisErrors() } satisfies Record<
    typeof kind,
    unknown
  >;
  const all = [...always, ...machineFaults(isLong), ...byKind[kind]];
  return all.filter((one) => fc.sample(one, { numRuns: 1 })[0]?.fault.includes(named));
}

/** Causes the fault, in the first room if it's about one; resolves when it has happened, not when it's fixed. */
export async function inflict(
  fault: Fault,
  playground: StartedPlayground,
  rooms: readonly Room[],
  redisUrl = "",
): Promise<void> {
  const [room] = rooms;
  if (!room) throw new Error("there is no room for it");
  const suspend = async (pid: number, ms: number) => {
    process.kill(pid, "SIGSTOP");
    await pause(ms);
    process.kill(pid, "SIGCONT");
  };
  switch (fault.fault) {
    case "a server is killed":
      if (fault.by === "API") await room.call("POST", `/servers/${fault.server}/kill`);
      else process.kill(await serverPid(room, fault.server), "SIGKILL");
      return;
    case "a server is suspended":
      return suspend(await serverPid(room, fault.server), fault.ms);
    case "a cable is broken":
      await room.call("PATCH", `/cables/${fault.server}`, { state: fault.state });
      return void (await pause(fault.ms));
    case "a cable is slow":
      return void (await room.call("PATCH", `/cables/${fault.server}`, { delayMs: fault.delayMs }));
    case "Redis is killed":
      return void process.kill(redisPid(playground), "SIGKILL");
    case "Redis is suspended":
      return suspend(redisPid(playground), fault.ms);
    case "the gateway is killed":
      await playground.kill();
      return playground.start();
    case "the gateway is suspended":
      return suspend(playground.pid, fault.ms);
    case "the trace is filled":
      for (let sent = 0; sent < fault.messages; sent += 1) {
        room.talk();
        if (sent % 50 === 0) await pause(10);
      }
      return;
    case "browsers are dropped":
      await Promise.all(
        rooms.flatMap(({ guests }) =>
          guests.map(async ({ socket }) => {
            if (!socket.connected) return;
            const gone = new Promise((resolve) => socket.once("disconnect", resolve));
            socket.io.engine.close();
            await gone;
          }),
        ),
      );
      return;
    case "Redis is busy":
    case "Redis is full":
    case "Redis takes no more clients":
    case "Redis has another password":
    case "Redis is a replica of nobody":
      return inflictOnRedis(fault, redisUrl);
    default:
      return inflictOnMachine(fault, playground, rooms);
  }
}

async function serverPid(room: Room, server: ServerName): Promise<number> {
  const { servers } = (await room.call("GET", "")) as Room["lab"];
  const { pid } = servers[server];
  if (pid === null) throw new Error(`server ${server} has no process`);
  return pid;
}

function redisPid(playground: StartedPlayground): number {
  const found = playground.processes().find(({ command }) => /^\S*(redis|valkey)-server /.test(command));
  if (!found) throw new Error("there is no redis-server below the gateway");
  return found.pid;
}
