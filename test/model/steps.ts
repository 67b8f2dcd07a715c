// What can happen in a lab, step by step, and how a test makes it happen in a real one.

import { expect } from "vitest";
import {
  type CableState,
  type LinkName,
  type ServerName,
  serverNames,
  type TraceEvent,
} from "../../servers/protocol.ts";
import fc from "../random.ts";
import type { TestLab, World } from "../world.ts";
import { createSuspension } from "./suspend.ts";

export const clientNames = ["α", "β", "γ", "δ"] as const;
export type ClientName = (typeof clientNames)[number];
/** α and β are on A, γ and δ on B. */
const serverOf = (name: ClientName): ServerName => (name === "α" || name === "β" ? "a" : "b");

const rooms = ["tea", "milk"] as const;

export type Step =
  | { do: "say"; who: ClientName }
  | { do: "say in"; who: ClientName; room: string }
  | { do: "join" | "leave"; who: ClientName; room: string }
  /** Loses its connection, misses what the other one says, and comes back. */
  | { do: "miss"; who: ClientName; speaker: ClientName }
  | { do: "link"; server: ServerName; link: LinkName }
  | { do: "cable"; server: ServerName; state: CableState["state"]; delayMs: number }
  /** Its process is suspended while these send, to the room if there is one; `isLong`: until the lab calls it silent. */
  | { do: "suspend"; server: ServerName; speakers: readonly ClientName[]; room?: string; isLong: boolean }
  | { do: "kill" | "start"; server: ServerName };

/**
 * Found on a busy machine: B hasn't reported yet that δ joined when A reports what α sends to the room, so the matrix doesn't
 * expect δ to hear it.
 */
export const untoldJoin: Step[] = [
  { do: "link", server: "a", link: "bridge" },
  { do: "cable", server: "a", state: "up", delayMs: 15 },
  { do: "link", server: "b", link: "adapter" },
  { do: "join", who: "α", room: "tea" },
  { do: "join", who: "δ", room: "tea" },
  { do: "suspend", server: "b", speakers: ["α"], room: "tea", isLong: true },
];

/** Any sequence; `links` are those this Redis supports. */
export function steps(links: readonly LinkName[], maxLength: number): fc.Arbitrary<Step[]> {
  const who = fc.constantFrom(...clientNames);
  const server = fc.constantFrom(...serverNames);
  const room = fc.constantFrom(...rooms);
  const state = fc.constantFrom<CableState["state"]>("up", "up", "close", "reset", "blackhole");
  const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("say"), who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("say in"), who, room }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("join"), who, room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("leave"), who, room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("miss"), who, speaker: who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("link"), server, link: fc.constantFrom(...links) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("cable"), server, state, delayMs: fc.constantFrom(0, 0, 15) }),
    },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          do: fc.constant("suspend"),
          server,
          speakers: fc.array(who, { minLength: 1, maxLength: 3 }),
          room,
          isLong: fc.boolean(),
        },
        { requiredKeys: ["do", "server", "speakers", "isLong"] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("kill"), server }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("start"), server }) },
  );
  return fc.array(step, { minLength: maxLength, maxLength });
}

/** One client from its user's view: what it heard as which socket, and the rooms it believes it's in. */
export interface Person {
  name: ClientName;
  isHere: () => boolean;
  socketId: () => string;
  rooms: Set<string>;
  heard: { socket: string; text: string }[];
  ask: (event: string, ...args: unknown[]) => Promise<unknown>;
  /** Cuts its own connection, and comes back after `meanwhile`. */
  away: (meanwhile: () => Promise<void>) => Promise<void>;
  /** Resolves when it's connected. */
  here: () => Promise<void>;
}

export async function meet(lab: TestLab, name: ClientName): Promise<Person> {
  const { socket } = await lab.client(serverOf(name), {
    auth: { name },
    transports: ["websocket"],
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
  });
  const person: Person = {
    name,
    isHere: () => socket.connected,
    socketId: () => socket.id ?? "",
    rooms: new Set(),
    heard: [],
    ask: (event, ...args) => socket.timeout(5000).emitWithAck(event, ...args),
    async away(meanwhile) {
      const id = socket.id;
      const before = (await lab.trace()).at(-1)?.seq ?? 0;
      socket.io.reconnection(false);
      socket.io.engine.close();
      await lab.traced("disconnected", ({ seq, socket }) => seq > before && socket === id);
      await meanwhile();
      socket.io.reconnection(true);
      const back = person.here();
      socket.connect();
      await back;
    },
    async here() {
      if (!socket.connected) await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
      const isKnown = async () => isConnected(await lab.trace(), socket.id);
      await expect.poll(isKnown).toBe(true);
    },
  };
  socket.on("message", (data) => person.heard.push({ socket: socket.id ?? "", text: String(data) }));
  // With a recovered session the server remembers the rooms; any other connection starts without.
  socket.on("connect", () => void (socket.recovered || person.rooms.clear()));
  return person;
}

/** Whether the lab knows it too: a client knows a moment earlier. */
function isConnected(trace: readonly TraceEvent[], id: string | undefined): boolean {
  const last = trace.findLast(
    (event) => (event.type === "connected" || event.type === "disconnected") && event.socket === id,
  );
  return last?.type === "connected";
}

/** What was said, and which clients should have heard it. */
export interface Said {
  text: string;
  sockets: string[];
}

/** Counts every message in this process, so that no two texts are the same. */
let count = 0;

/** Carries out steps. Steps that make no sense in the current state are skipped. */
export function createPlayer(world: World, lab: TestLab, people: readonly Person[]) {
  const said: Said[] = [];
  const suspend = createSuspension(world, lab);
  const person = (name: ClientName) => people.find((one) => one.name === name) as Person;

  async function state() {
    return (await world.call("GET", `/api/labs/${lab.id}`)).body as Pick<TestLab, "servers" | "cables">;
  }
  async function say(who: Person, room?: string): Promise<void> {
    const text = `words ${++count}.`;
    const audience = people.filter((one) => one.isHere() && (room === undefined || one.rooms.has(room)));
    said.push({ text, sockets: audience.map(({ socketId }) => socketId()) });
    await (room === undefined ? who.ask("message", text) : who.ask("room:message", { room, data: text }));
  }
  /**
   * Resolves when nothing new was observed between two checks. Messages in progress when a process is killed or a client
   * leaves may be heard and not reported, or reported and not heard.
   */
  async function quiet(): Promise<void> {
    let last = 0;
    const isQuiet = async () => {
      const { next } = (await world.call("GET", `/api/labs/${lab.id}/trace?after=${last}`)).body;
      const before = last;
      last = next;
      return before === next;
    };
    await expect.poll(isQuiet, { interval: 40, timeout: 5000 }).toBe(true);
    for (const one of people) if (one.isHere()) await one.ask("room:leave", "nowhere");
  }

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case "say":
        return person(step.who).isHere() ? say(person(step.who)) : undefined;
      case "say in":
        return person(step.who).isHere() ? say(person(step.who), step.room) : undefined;
      case "join":
      case "leave": {
        const who = person(step.who);
        if (!who.isHere()) return;
        await who.ask(`room:${step.do}`, step.room);
        if (step.do === "join") who.rooms.add(step.room);
        else who.rooms.delete(step.room);
        return;
      }
      case "miss": {
        const [who, speaker] = [person(step.who), person(step.speaker)];
        if (!who.isHere() || !speaker.isHere() || who === speaker) return;
        const { servers } = await state();
        const name = serverOf(step.who);
        const isStreams = servers[name].link === "streams";
        // A session is stored in Redis: with a dark cable the client would wait for it as long as the cable stays dark.
        if (isStreams && (await state()).cables[name].state !== "up") return;
        await quiet();
        return who.away(() => say(speaker));
      }
      case "suspend":
        return suspend.while(step.server, step.isLong, () => {
          const here = step.speakers.map(person).filter((one) => one.isHere());
          return here.map((one) => ({ server: serverOf(one.name), done: say(one, step.room) }));
        });
      case "link": {
        const { servers, cables } = await state();
        const { state: cable } = cables[step.server];
        if (servers[step.server].state !== "running" || (cable !== "up" && step.link !== "none")) return;
        return void (await lab.change("PATCH", `/servers/${step.server}`, { link: step.link }));
      }
      case "cable": {
        const { server, state, delayMs } = step;
        return void (await lab.change("PATCH", `/cables/${server}`, { state, delayMs }));
      }
      case "kill": {
        const gone = people.filter((one) => serverOf(one.name) === step.server && one.isHere());
        await quiet();
        await lab.change("POST", `/servers/${step.server}/kill`);
        for (const one of gone) while (one.isHere()) await new Promise(setImmediate);
        return suspend.look();
      }
      case "start": {
        await lab.change("POST", `/servers/${step.server}/start`);
        for (const one of people) if (serverOf(one.name) === step.server) await one.here();
        return suspend.look();
      }
    }
  }

  return {
    said,
    play,
    /** Call it before the first step. */
    begin: suspend.look,
    /** Fixes everything, removes the links, and resolves when everything in progress has arrived or is lost. */
    async end(): Promise<void> {
      for (const server of serverNames) {
        await lab.change("PATCH", `/cables/${server}`, { state: "up", delayMs: 0 });
        await play({ do: "start", server });
      }
      for (const server of serverNames) await lab.change("PATCH", `/servers/${server}`, { link: "none" });
      for (const one of people) {
        for (const room of one.rooms) await one.ask("room:leave", room);
        one.rooms.clear();
        const fence = `fence ${++count}`;
        await one.ask("room:leave", fence);
        const { message } = await lab.traced("received", ({ text }) => text === JSON.stringify(fence));
        await lab.traced("acknowledged", (event) => event.message === message);
      }
    },
  };
}
