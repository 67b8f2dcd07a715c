// Carries out steps in a real lab, and knows who should have heard what.

import { expect } from "vitest";
import { serverNames } from "../../servers/protocol.ts";
import type { TestLab, World } from "../world.ts";
import type { Person } from "./person.ts";
import { type ClientName, type Step, serverOf } from "./steps.ts";
import { createSuspension } from "./suspend.ts";

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
  const quiet = () => nothingHappens(world, lab, people);

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
      for (const one of people) await leaveAllRooms(lab, one);
    },
  };
}

/**
 * Resolves when nothing new was observed between two checks. Messages in progress when a process is killed or a client
 * leaves may be heard and not reported, or reported and not heard.
 */
async function nothingHappens(world: World, lab: TestLab, people: readonly Person[]): Promise<void> {
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

/** Leaves all rooms, and waits until the lab has seen that everything before it is done. */
async function leaveAllRooms(lab: TestLab, one: Person): Promise<void> {
  for (const room of one.rooms) await one.ask("room:leave", room);
  one.rooms.clear();
  const fence = `fence ${++count}`;
  await one.ask("room:leave", fence);
  const { message } = await lab.traced("received", ({ text }) => text === JSON.stringify(fence));
  await lab.traced("acknowledged", (event) => event.message === message);
}
