// The cluster adapter joins the workers of one Node.js cluster by its primary, without Redis.
import { fork } from "node:child_process";
import { once } from "node:events";
import { io as connect } from "socket.io-client";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Question } from "./program.ts";

let ask: (what: Question["do"]) => Promise<unknown>;
let kill: () => void;
let heard: unknown[];

beforeEach(async () => {
  const primary = fork(new URL("program.ts", import.meta.url), { serialization: "advanced" });
  const ended = once(primary, "exit");
  onTestFinished(async () => {
    primary.disconnect();
    await ended;
  });
  const [{ ports }] = await once(primary, "message");
  let asked = 0;
  ask = async (what) => {
    const id = ++asked;
    primary.send({ id, do: what });
    for (;;) {
      const [message] = await once(primary, "message");
      if (message.id === id) return message.value;
    }
  };
  kill = () => void primary.send({ id: 0, do: "kill" });
  const beta = connect(`http://127.0.0.1:${ports[1]}`, { transports: ["websocket"], forceNew: true });
  onTestFinished(() => void beta.disconnect());
  heard = [];
  beta.on("message", (data: unknown) => heard.push(data));
  await new Promise<void>((resolve) => beta.once("connect", () => resolve()));
  await expect.poll(() => ask("count")).toBe(2);
});

describe("the workers of a Node.js cluster", () => {
  test("hear each other's broadcasts, bytes too, and answer each other's questions", async () => {
    await ask("emit");
    await expect.poll(() => heard).toEqual([{ text: "hi", bytes: Buffer.from("hi") }]);
    expect(await ask("sockets")).toBe(1);
    expect(await ask("ask")).toEqual(["worker 2"]);
  });

  test("count each other by heartbeats: one that was killed counts until its heartbeat is too old", async () => {
    kill();
    expect(await ask("count")).toBe(2);
    await expect.poll(() => ask("count")).toBe(1);
    expect(await ask("sockets")).toBe(0);
  });
});
