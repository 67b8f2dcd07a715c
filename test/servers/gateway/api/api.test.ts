// The contract's responses, good and bad: whatever is sent, the response is in the contract and says what to do.
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, type TestLab, type World } from "../../../world.ts";

let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded", { capacity: 2, allowedHosts: ["crosstalk.example"] });
});
afterAll(() => world.close());

const refused = (status: number, code: string, message: RegExp) => ({
  status,
  body: { error: { code, message: expect.stringMatching(message) } },
});

describe("the gateway", () => {
  test("reports its health, its Redis and how many labs it can hold", async () => {
    // `degraded` until the first server process has started.
    await expect
      .poll(() => world.call("GET", "/healthz"))
      .toEqual({
        status: 200,
        body: {
          status: "ok",
          redis: { kind: "embedded", version: expect.any(String), up: true },
          labs: { open: 0, capacity: 2 },
          mayRunCode: false, // with allowedHosts, others may reach it
        },
      });
  });

  test("opens a lab with two running servers, and shows it to others without its token", async () => {
    lab = await world.openLab();
    const { token, change, setLinks, client, trace, traced, ...state } = lab;
    expect(state.servers.a).toEqual({
      name: "a",
      pid: expect.any(Number),
      state: "running",
      link: "none",
      path: `/labs/${lab.id}/a/socket.io/`,
      code: null,
      app: null,
    });
    expect(state.cables.b).toEqual({ name: "b", state: "up", delayMs: 0 });
    expect(state.versions).toMatchObject({ "socket.io": expect.stringMatching(/^4\.\d+\.\d+$/) });
    expect(state.servers.a.pid).not.toBe(state.servers.b.pid);
    expect(await world.call("GET", `/api/labs/${lab.id}`)).toEqual({ status: 200, body: state });
  });

  test("says how to get room when all labs are in use, and has room again after one was closed", async () => {
    const one = await world.openLab();
    await world.openLab();
    expect(await world.call("POST", "/api/labs")).toMatchObject(
      refused(503, "capacity", /Close one.*--capacity/),
    );
    await one.change("DELETE", "");
    expect(await world.call("GET", `/api/labs/${one.id}`)).toMatchObject(
      refused(404, "not_found", /POST \/api\/labs/),
    );
    expect((await world.call("POST", "/api/labs")).status).toBe(201);
  });
});

describe("a call that can't be accepted", () => {
  let path: string;
  let token: string;
  beforeAll(async () => {
    const open = (await world.call("GET", "/healthz")).body.labs.open;
    expect(open).toBeLessThan(2);
    const { body } = await world.call("POST", "/api/labs");
    path = `/api/labs/${body.id}`;
    token = body.token;
  });

  test.each([
    [
      "an unknown link",
      "PATCH",
      "/servers/a",
      { link: "carrier pigeon" },
      400,
      "invalid",
      /link.*"none"|"adapter"/,
    ],
    ["an unknown server", "PATCH", "/servers/c", { link: "none" }, 400, "invalid", /"a"\|"b"/],
    ["a body that is not JSON", "PATCH", "/servers/a", "link=none", 400, "invalid", /JSON.*link=none/],
    ["an empty body", "PATCH", "/servers/a", "", 400, "invalid", /JSON.*empty/],
    ["a body of another shape", "PATCH", "/servers/a", ["none"], 400, "invalid", /expected object/],
    ["an unknown field", "PATCH", "/servers/a", { link: "none", x: 1 }, 400, "invalid", /"x"/],
    ["an unknown cable state", "PATCH", "/cables/a", { state: "cut" }, 400, "invalid", /blackhole/],
    ["a delay below zero", "PATCH", "/cables/a", { delayMs: -1 }, 400, "invalid", /delayMs/],
    ["a delay that is no number", "PATCH", "/cables/a", { delayMs: "5" }, 400, "invalid", /delayMs/],
    [
      "a body that is too large",
      "PATCH",
      "/servers/a",
      { link: "x".repeat(20_000) },
      413,
      "too_large",
      /16384/,
    ],
    ["a path that there is not", "POST", "/servers/a/dance", {}, 404, "not_found", /no POST/],
  ])("answers %s with what was expected", async (_, method, subPath, body, status, code, message) => {
    expect(await world.call(method, `${path}${subPath}`, { token, body })).toMatchObject(
      refused(status, code, message),
    );
    expect((await world.call("GET", "/healthz")).body.status).toBe("ok");
  });

  test.each([
    ["no token", undefined, 401, "unauthorized", /Authorization: Bearer/],
    ["a wrong token", "wrong", 403, "forbidden", /not the one of this lab/],
    ["a token with other letters", "ü".repeat(32), 403, "forbidden", /not the one/],
  ])("refuses a change with %s", async (_, given, status, code, message) => {
    const headers = given ? { authorization: `Bearer ${encodeURIComponent(given)}` } : {};
    const answer = await world.call("PATCH", `${path}/servers/a`, { headers, body: { link: "adapter" } });
    expect(answer).toMatchObject(refused(status, code, message));
    expect((await world.call("GET", path)).body.servers.a.link).toBe("none");
  });

  test("ends the connection after a body that is too large, since it doesn't read the rest", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const url = new URL(`${path}/servers/a`, world.url);
    const answer = await fetch(url, { method: "PATCH", headers, body: "x".repeat(20_000) });
    expect(answer.status).toBe(413);
    expect(answer.headers.get("connection")).toBe("close");
  });

  test("refuses a trace from a place that is no number", async () => {
    expect(await world.call("GET", `${path}/trace?after=-3`)).toMatchObject(refused(400, "invalid", /after/));
  });

  test("refuses a page of another site, and a name that it does not know", async () => {
    const headers = { origin: "https://evil.example" };
    expect(await world.call("POST", "/api/labs", { headers })).toMatchObject(
      refused(403, "forbidden", /evil\.example/),
    );
    expect(await rawGet("/healthz", "evil.example")).toMatch(/^HTTP\/1\.1 403.*--allow-host evil\.example/s);
    expect(await rawGet("/healthz", "crosstalk.example")).toMatch(/^HTTP\/1\.1 200/);
    expect(await rawGet("/watch/socket.io/?EIO=4&transport=polling", "evil.example")).toMatch(
      /^HTTP\/1\.1 403/,
    );
  });

  test.each([
    ["a lab that there is not", "/labs/nobody/a/socket.io/?EIO=4&transport=polling", 404],
    ["a server that there is not", "/labs/nobody/c/socket.io/?EIO=4&transport=polling", 404],
    ["no server at all", "/labs/", 404],
  ])("refuses a client of %s", async (_, clientPath, status) => {
    expect(await world.call("GET", clientPath)).toMatchObject({
      status,
      body: { error: { code: "not_found" } },
    });
  });
});

/** A request with a Host of our own, which fetch does not allow. */
async function rawGet(path: string, host: string): Promise<string> {
  const socket = net.connect(Number(new URL(world.url).port), "127.0.0.1");
  socket.end(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return (await socket.setEncoding("utf8").toArray()).join("");
}
