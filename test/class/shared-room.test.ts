// What a whole room shares: the lab that its phones are in, and the record.
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, learner, phone } from "./people.ts";

const experiment = "03-two-servers#across";
const done = (predicted: string[] | null, passed: boolean) => ({
  [experiment]: { predicted, passed, agoMs: 0 },
});
const workshop = { instructorKey, publicUrl: "http://192.168.1.20:3000", learners: 1 };

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop });
});
afterAll(() => world.close());

describe("the shared lab", () => {
  test("gives every phone a seat, half on A and half on B, and each hears what the others send", async () => {
    const [teacher, assistant] = [await instructor(world.url), await instructor(world.url)];
    const keys = Array.from({ length: 6 }, () => randomUUID());
    const phones = await Promise.all(keys.map((key) => phone(world.url, "phone", key)));
    expect(phones.map(({ seat }) => seat())).toEqual(keys.map(() => null));

    // Two who open it at once get the same one.
    const [opened, same] = await Promise.all([teacher.ask("share"), assistant.ask("share")]);
    expect(opened).toEqual(same);
    const { id, token } = opened as { id: string; token: string };
    await expect.poll(() => phones.map(({ seat }) => seat()?.lab)).toEqual(keys.map(() => id));
    const servers = phones.map(({ seat }) => seat()?.server);
    expect(servers.toSorted()).toEqual(["a", "a", "a", "b", "b", "b"]);
    await expect.poll(() => teacher.room()?.shared).toEqual({ id, phones: { a: 3, b: 3 } });
    expect(await teacher.ask("share")).toEqual(opened);

    for (const server of ["a", "b"]) {
      const path = `/api/labs/${id}/servers/${server}`;
      expect((await world.call("PATCH", path, { token, body: { link: "adapter" } })).status).toBe(200);
    }
    const heard = phones.map(({ seat }) => {
      const client = io(world.url, { path: seat()?.path ?? "", forceNew: true, auth: { name: "phone" } });
      onTestFinished(() => void client.disconnect());
      return { client, message: new Promise((resolve) => client.once("message", resolve)) };
    });
    await Promise.all(
      heard.map(({ client }) => new Promise<void>((resolve) => client.once("connect", resolve))),
    );
    heard[0]?.client.emit("message", "hello, room");
    expect(await Promise.all(heard.map(({ message }) => message))).toEqual(keys.map(() => "hello, room"));

    // The lab ends by itself; another one gets the same halves.
    expect((await world.call("DELETE", `/api/labs/${id}`, { token })).status).toBe(204);
    await expect.poll(() => phones.map(({ seat }) => seat())).toEqual(keys.map(() => null));
    const again = (await teacher.ask("share")) as { id: string };
    expect(again.id).not.toBe(id);
    await expect.poll(() => phones.map(({ seat }) => seat()?.lab)).toEqual(keys.map(() => again.id));
    expect(phones.map(({ seat }) => seat()?.server)).toEqual(servers);

    phones[0]?.socket.disconnect();
    const back = await phone(world.url, "phone", keys[0]);
    expect(back.seat()).toMatchObject({ lab: again.id, server: servers[0] });
    expect(await assistant.ask("unshare")).toEqual({});
    await expect.poll(back.seat).toBeNull();
    expect(await assistant.ask("unshare")).toEqual({});
    await expect.poll(() => teacher.room()?.shared).toBeNull();
  });
});

describe("the record", () => {
  test.each(["json", "csv"])("as %s is only for instructors", async (kind) => {
    const path = `/api/workshop/record.${kind}`;
    expect(await world.call("GET", path)).toMatchObject({
      status: 401,
      body: { error: { code: "unauthorized" } },
    });
    const token = "not-the-key-at-all";
    expect(await world.call("GET", path, { token })).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    });
  });

  test("is a file with who met which goal", async () => {
    const ina = await learner(world.url, "Ina");
    ina.say("progress", { at: null, done: done(["α"], true) });
    await ina.ask("follow", false);
    const get = (kind: string) =>
      fetch(`${world.url}/api/workshop/record.${kind}`, {
        headers: { authorization: `Bearer ${instructorKey}` },
      });
    const [json, csv] = [await get("json"), await get("csv")];

    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="crosstalk-workshop.csv"');
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(await csv.text()).toMatch(/^"Ina",(?:[^,]+,){3}"03-two-servers","across","α","","","","yes",/m);
    expect(await json.json()).toMatchObject({
      learners: expect.arrayContaining([
        expect.objectContaining({
          name: "Ina",
          experiments: [
            {
              lesson: "03-two-servers",
              experiment: "across",
              predicted: ["α"],
              right: null,
              votes: null,
              met: true,
              at: expect.any(String),
            },
          ],
        }),
      ]),
    });
  });
});
