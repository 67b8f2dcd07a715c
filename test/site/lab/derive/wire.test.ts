import { describe, expect, test } from "vitest";
import type { Observation, Payload, ServerName } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { wire } from "../../../../site/lab/derive/wire.ts";
import type { Filter, Row } from "../../../../site/lab/derive/wire-rows.ts";
import fc from "../../../random.ts";
import { accepted, crossing, delivered, trace, world } from "../build-trace.ts";

const lines = (observations: (Observation & { at?: number })[], filter?: Filter, later = 10_000) => {
  const { wireEvents, at } = derive(emptyDerived(), trace(observations));
  return wire(wireEvents, at + later, filter);
};

const broadcast = (rooms: string[] = [], except: string[] = []): Payload => ({
  kind: "broadcast",
  uid: "MCqK3R",
  event: "message",
  text: '"hi"',
  rooms,
  except,
  flags: [],
});

const published = (server: ServerName, payload: Payload, message = "m1"): Observation => ({
  type: "published",
  message,
  server,
  command: "PUBLISH",
  channel: "socket.io#/#",
  bytes: 61,
  payload,
});
const forwarded = (server: ServerName, message = "m1"): Observation => ({
  type: "forwarded",
  message,
  server,
  channel: "socket.io#/#",
  bytes: 61,
});
const arrived = (server: ServerName, own: boolean, payload: Payload, message = "m1"): Observation => ({
  type: "arrived",
  message,
  server,
  channel: "socket.io#/#",
  bytes: 61,
  payload,
  own,
});
const dropped = (server: ServerName, towards: "redis" | "server", message = "m1"): Observation => ({
  type: "dropped",
  message,
  server,
  towards,
  state: "blackhole",
});
const command = (server: ServerName, text: string, reply = "OK"): Observation => ({
  type: "command",
  server,
  text,
  reply,
  name: text.split(" ")[0] ?? "",
});

const fates = (rows: readonly Row[]) => rows.flatMap((row) => (row.is === "arrival" ? [row.fate] : []));

describe("the wire", () => {
  test("has one line for what a server writes, and one for what arrives at each server", () => {
    expect(lines([...world("adapter", "adapter"), ...crossing()])).toMatchObject([
      { is: "publication", server: "a", command: "PUBLISH", answer: { is: "taken", receivers: 2 } },
      { is: "arrival", server: "a" },
      { is: "arrival", server: "b", fate: { is: "delivered", clients: 1 } },
    ]);
  });

  test("says that a server drops its own broadcast, by its uid", () => {
    const rows = lines([published("a", broadcast()), forwarded("a"), arrived("a", true, broadcast())]);
    expect(fates(rows)).toEqual([{ is: "own" }]);
  });

  test("says that a bridge's own message is delivered, because it looks like any other", () => {
    const text: Payload = { kind: "text", text: '"hi"' };
    const rows = lines([
      published("a", text),
      forwarded("a"),
      arrived("a", true, text),
      delivered("a", ["α"]),
    ]);
    expect(fates(rows)).toEqual([{ is: "delivered", clients: 1 }]);
  });

  test.each([
    [broadcast(["tea"]), "room"],
    [broadcast(["tea"], ["β-id"]), "except"],
    [broadcast(), "nobody"],
  ])("says why what arrived was delivered to nobody: %o", (payload, why) => {
    const observed = [published("a", payload), forwarded("b"), arrived("b", false, payload)];
    expect(fates(lines(observed))).toEqual([{ is: "dropped", why }]);
    // Not too early.
    expect(fates(lines(observed, "all", 10))).toEqual([{ is: "arrived" }]);
  });

  test("says what a cable lost, towards Redis and towards a server, and what was in it", () => {
    expect(lines([published("a", broadcast()), dropped("a", "redis")])).toMatchObject([
      { answer: { is: "lost", state: "blackhole" } },
    ]);
    const rows = lines([
      published("a", broadcast()),
      accepted("a", 2),
      forwarded("b"),
      dropped("b", "server"),
    ]);
    expect(rows.at(-1)).toMatchObject({
      is: "arrival",
      server: "b",
      payload: { kind: "broadcast", text: '"hi"' },
      fate: { is: "lost", state: "blackhole" },
    });
  });

  test("shows Redis' own error", () => {
    const error = "ERR Can't execute 'publish'";
    const refused: Observation = { type: "accepted", message: "m1", server: "a", receivers: null, error };
    expect(lines([published("a", broadcast()), refused])).toMatchObject([
      { answer: { is: "refused", error } },
    ]);
  });
});

describe("the wire with many lines", () => {
  test("gives each reply to the oldest publication waiting for one", () => {
    const rows = lines([
      published("a", { kind: "request", name: "REMOTE_FETCH", text: "{}" }),
      published("a", broadcast()),
      accepted("a", 2),
    ]);
    expect(rows).toMatchObject([{ answer: { is: "taken" } }, { answer: { is: "none-yet" } }]);
  });

  test("folds a server's greetings into one line, but not its later commands", () => {
    const rows = lines([
      command("a", "HELLO 3", "{server: redis}"),
      command("b", "HELLO 3", "{server: redis}"),
      command("a", "CLIENT SETINFO LIB-NAME node-redis"),
      command("b", "CLIENT SETINFO LIB-NAME node-redis"),
      command("a", "PSUBSCRIBE socket.io#/#*"),
      command("a", "PING", "PONG"),
    ]);
    expect(rows.map(({ is, server }) => `${is} ${server}`)).toEqual([
      "greeting a",
      "greeting b",
      "command a",
      "greeting a",
    ]);
    expect(rows[0]).toMatchObject({ commands: [{ text: "HELLO 3" }, { text: /SETINFO/ }] });
  });

  test("shows messages only, or one server only", () => {
    const observed = [command("a", "PSUBSCRIBE x"), ...crossing()];
    expect(lines(observed, "messages").map(({ is }) => is)).toEqual(["publication", "arrival", "arrival"]);
    expect(lines(observed, "b").map(({ server }) => server)).toEqual(["b"]);
  });

  test("folds a burst by server, direction and channel, and counts what was lost", () => {
    const many = Array.from({ length: 100 }, (_, index) => {
      const message = `m${index}`;
      const end = index % 2 ? dropped("b", "server", message) : arrived("b", false, broadcast(), message);
      return [published("a", broadcast(), message), forwarded("b", message), end];
    });
    const rows = lines(many.flat().map((one) => ({ ...one, at: 1000 })));
    expect(rows).toMatchObject([
      { is: "burst", of: "publication", server: "a", count: 100, bytes: 6100, lost: 0 },
      { is: "burst", of: "arrival", server: "b", count: 100, lost: 50 },
    ]);
  });

  test("keeps the newest 500 lines, each with a unique key", () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      ...command("a", `GET ${index}`),
      at: index * 1000,
    }));
    const rows = lines(many);
    expect(rows).toHaveLength(500);
    expect(rows.at(-1)).toMatchObject({ text: "GET 899" });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(500);
  });

  test("never throws, in whatever order events arrive, and no two lines have the same key", () => {
    const payload = fc.constantFrom<Payload>(broadcast(), broadcast(["tea"]), { kind: "text", text: "x" });
    const server = fc.constantFrom<ServerName>("a", "b");
    const message = fc.constantFrom("m1", "m2");
    const any = fc.oneof(
      fc.tuple(server, payload, message).map((args) => published(...args)),
      fc.tuple(server, message).map((args) => forwarded(...args)),
      fc.tuple(server, fc.boolean(), payload, message).map((args) => arrived(...args)),
      fc
        .tuple(server, fc.constantFrom("redis" as const, "server" as const), message)
        .map((args) => dropped(...args)),
      fc.tuple(server, fc.constantFrom("HELLO 3", "GET x")).map((args) => command(...args)),
      fc.tuple(server, message).map(([at, id]) => delivered(at, ["α"], id)),
      fc.tuple(server, message).map(([at, id]) => accepted(at, 1, id)),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 80 }), (observed) => {
        const rows = lines(observed);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      }),
    );
  });
});
