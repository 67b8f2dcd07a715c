// What a run does, in which order and when: with a lab that only writes down what it was asked to do.

import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import type { Action, ClientActions } from "../../../../site/lab/steps/actions.ts";
import { isRunMessage } from "../../../../site/lab/steps/expected.ts";
import { findMessage, judgedIndex, runActions } from "../../../../site/lab/steps/run-actions.ts";
import { canKeepState, setUp } from "../../../../site/lab/steps/set-up.ts";
import {
  connected,
  heard,
  joined,
  link,
  local,
  received,
  running,
  sent,
  trace,
  world,
} from "../build-trace.ts";
import { fakeLab } from "./fake-lab.ts";

describe("a run", () => {
  test("does one after another, and reports the current one", async () => {
    const { lab, did } = fakeLab(world("none", "none"));
    const steps: number[] = [];
    const actions: Action[] = [
      { server: "a", link: "adapter" },
      { cable: "b", state: "blackhole" },
      { balancer: { sticky: true } },
      { redis: "SUBSCRIBE message" },
      { client: "β", do: "join", room: "tea" },
      { client: "α", event: "message", data: "hi" },
    ];

    expect((await runActions(actions, lab, (index) => steps.push(index))).done).toBe(true);
    expect(did).toEqual([
      "a adapter",
      "cable b blackhole 0",
      "sticky true",
      "redis SUBSCRIBE message",
      "β join tea",
      "α send hi",
    ]);
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("removes no connection while a message is on its way to it", async () => {
    const { lab, did } = fakeLab(world("streams", "streams"), [heard("α", "a"), heard("β", "b")]);
    const actions: Action[] = [
      { client: "α", event: "message", data: "hi" },
      { client: "β", do: "drop" },
    ];

    expect((await runActions(actions, lab)).done).toBe(true);
    expect(did).toEqual(["α send hi", "heard", "heard", "β drop"]);
  });

  test("stops at a refusal, and at a client that doesn't exist", async () => {
    const { lab, did } = fakeLab(world("none", "none"));
    const refused = await runActions(
      [
        { server: "b", do: "start" },
        { server: "b", do: "kill" },
      ],
      lab,
    );
    const missing = await runActions(
      [
        { client: "ω", event: "message" },
        { server: "b", do: "kill" },
      ],
      lab,
    );

    expect([refused.done, missing.done]).toEqual([false, false]);
    expect(did).toEqual([]);
  });

  test("is judged by its last message, by the marked one, or by what was published by hand", () => {
    const [one, two] = [
      { client: "α", event: "message" },
      { client: "β", event: "message" },
    ];
    expect(judgedIndex([one, two, { server: "b", link: "adapter" }])).toBe(1);
    expect(judgedIndex([{ ...one, judged: true }, two])).toBe(0);
    expect(judgedIndex([{ redis: "SUBSCRIBE a" }, { redis: "publish a hi" }, { redis: "PING" }])).toBe(1);
    expect(judgedIndex([{ redis: "PING" }])).toBeUndefined();
  });

  test("finds its message in the trace, and not an earlier one with the same text", async () => {
    const { lab } = fakeLab([...world("none", "none"), ...local("m0")]);
    const { judged } = await runActions([{ client: "α", event: "message", data: "hi" }], lab);
    if (!judged) throw new Error("nothing was sent");
    expect(findMessage(judged, lab)?.id).toBe("m1");
  });
});

describe("a message sent by hand", () => {
  const actions: Action[] = [
    { server: "a", link: "adapter" },
    { client: "α", event: "message", data: "hi" },
  ];
  const setup = { links: { a: "none", b: "none" } } as const;
  const said = (...observations: Observation[]) => {
    const derived = derive(emptyDerived(), trace([...observations, ...local()]));
    const message = [...derived.messages.values()].at(-1);
    return message !== undefined && isRunMessage(message, actions, setup, (name) => name);
  };

  test("counts for a step if the lab is in the step's state, after what the run does before it", () => {
    expect(said(...world("adapter", "none"))).toBe(true);
    expect(said(...world("none", "none"))).toBe(false);
  });

  test("doesn't count if a cable is broken that should be up", () => {
    expect(
      said(...world("adapter", "none"), { type: "cable", server: "a", state: "close", delayMs: 0 }),
    ).toBe(false);
  });
});

describe("a run in which a server dies", () => {
  const setup = {
    links: { a: "streams", b: "streams" },
    clients: [
      { name: "α", server: "a" },
      { name: "β", server: "b" },
    ],
  } as const;
  const last = (actions: readonly Action[], ...observations: Observation[]) => {
    const derived = derive(emptyDerived(), trace(observations));
    const message = [...derived.messages.values()].at(-1);
    return message !== undefined && isRunMessage(message, actions, setup, (name) => name);
  };
  const killed: Observation = { type: "server", server: "b", state: "stopped", pid: null };
  const kill: Action = { server: "b", do: "kill" };
  const start: Action = { server: "b", do: "start" };

  test("can be done by hand although its clients are gone", () => {
    const actions: Action[] = [kill, { client: "α", event: "message", data: "hi", judged: true }, start];
    expect(last(actions, ...world("streams", "streams"), killed, ...local())).toBe(true);
    expect(last(actions, ...world("streams", "streams"), ...local())).toBe(false);
  });

  test("can be done by a message that a client of that server buffered until it ran again", () => {
    const actions: Action[] = [kill, { client: "β", event: "message", data: "hi" }, start];
    const later = [
      running("b"),
      link("b", "streams"),
      connected("β", "b"),
      sent("β", "b"),
      received("β", "b"),
    ];
    expect(last(actions, ...world("streams", "streams"), killed, ...later)).toBe(true);
  });

  test("distinguishes two messages from one client by their text", () => {
    const actions: Action[] = [
      { client: "α", event: "message", data: "zero" },
      { client: "α", event: "message", data: "hi", judged: true },
    ];
    expect(last(actions, ...world("streams", "streams"), ...local())).toBe(true);
    const other: Action[] = [
      { client: "α", event: "message", data: "hi" },
      { client: "α", event: "message", data: "one", judged: true },
    ];
    expect(last(other, ...world("streams", "streams"), ...local())).toBe(false);
  });
});

describe("a step's state", () => {
  test("disconnects the balancer's clients before it changes, including refused ones", async () => {
    const { lab, did } = fakeLab(world("none", "none"));
    const gamma = { ...lab.client("α"), name: "γ", server: "balanced", id: "", connected: false } as const;
    const leave = () => void did.push("γ leave");
    const client = (name: string) => (name === "γ" ? ({ ...gamma, leave } as ClientActions) : undefined);

    await setUp(
      { balancer: { sticky: true }, clients: [{ name: "γ", server: "balanced" }] },
      { ...lab, client },
    );

    expect(did).toEqual(["γ leave", "sticky true"]);
  });

  const target = {
    links: { a: "none" },
    clients: [{ name: "α", server: "a", rooms: ["tea"] }],
  } as const;

  test("is done when the trace confirms all of it", () => {
    const { lab } = fakeLab([...world("none", "adapter"), joined("α", "a", "tea")]);
    expect(canKeepState(target, lab)).toBe(true);
    expect(canKeepState({ ...target, links: { a: "adapter" } }, lab)).toBe(false);
    expect(canKeepState({ ...target, balancer: { sticky: true } }, lab)).toBe(false);
    expect(canKeepState({ ...target, servers: { b: "stopped" } }, lab)).toBe(false);
    expect(canKeepState({ ...target, cables: { b: { delayMs: 500 } } }, lab)).toBe(false);
    expect(canKeepState({ clients: [{ name: "α", server: "a" }] }, lab)).toBe(false);
    expect(canKeepState({ clients: [{ name: "α", server: "b" }] }, lab)).toBe(false);
  });

  test("isn't done while a client is refused that could get in, because it retries", async () => {
    const { lab } = fakeLab(world("none", "none"));
    const refused = { ...lab.client("α"), id: "", connected: false, refusal: "xhr poll error" };
    const isSetUp = (sticky: boolean, server: "balanced" | "a") =>
      setUp(
        { balancer: { sticky }, clients: [{ name: "α", server, transport: "polling" }] },
        { ...lab, client: () => ({ ...refused, server }) as ClientActions },
      );

    expect(await isSetUp(false, "a")).toBe(false);
    expect(await isSetUp(false, "balanced")).toBe(true);
    expect(await isSetUp(true, "balanced")).toBe(false);
  });

  test("is set up again if a balancer assigns clients, because nobody knows whose turn it is", () => {
    const { lab } = fakeLab([...world("none", "none"), connected("γ", "b")]);
    expect(canKeepState({ clients: [{ name: "α", server: "a" }] }, lab)).toBe(true);
    expect(canKeepState({ clients: [{ name: "α", server: "balanced" }] }, lab)).toBe(false);
  });
});
