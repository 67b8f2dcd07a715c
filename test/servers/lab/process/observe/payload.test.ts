// What adapters publish is decoded as it was meant; anything else is shown, and never makes the decoder throw.
import { encode } from "@msgpack/msgpack";
import type { Server } from "socket.io";
import { describe, expect, test } from "vitest";
import { maxTextLength } from "../../../../../servers/describe.ts";
import {
  decodeEntry,
  decodePayload,
  fingerprint,
} from "../../../../../servers/lab/process/observe/payload.ts";
import fc from "../../../../random.ts";
import { appended, published } from "./published.ts";

const broadcast = (fields: object) => ({
  kind: "broadcast",
  uid: expect.any(String),
  event: "message",
  rooms: [],
  except: [],
  flags: [],
  ...fields,
});

/** What a server may do, and how it has to look whichever adapter carries it. */
const broadcasts: [string, (io: Server) => void, object][] = [
  ["a broadcast", (io) => io.emit("message", "hi"), { text: '"hi"' }],
  ["no argument", (io) => io.emit("message"), { text: "" }],
  [
    "several",
    (io) => io.emit("message", 1, null, [true], { a: "ü" }),
    { text: '1, null, [true], {"a":"ü"}' },
  ],
  ["binary", (io) => io.emit("message", Buffer.from([1, 2, 3])), { text: "<3 bytes>" }],
  ["a room", (io) => io.to("tea").emit("message", 1), { text: "1", rooms: ["tea"] }],
  ["rooms", (io) => io.to(["tea", "a#b"]).emit("message", 1), { text: "1", rooms: ["tea", "a#b"] }],
  ["all but a room", (io) => io.except("tea").emit("message", 1), { text: "1", except: ["tea"] }],
  ["a volatile one", (io) => io.volatile.emit("message", 1), { text: "1", flags: ["volatile"] }],
  ["a long one", (io) => io.emit("message", "x".repeat(5000)), { text: expect.stringMatching(/^"x{198}…$/) }],
];

describe.each(["classic", "sharded"] as const)("the %s adapter's", (kind) => {
  test.each(broadcasts)("%s", async (_, work, fields) => {
    const [sent] = await published(kind, work);
    expect(decodePayload(sent?.channel ?? "", sent?.bytes ?? Buffer.alloc(0))).toEqual(broadcast(fields));
  });

  test.each([
    ["fetchSockets", (io: Server) => void io.fetchSockets().catch(() => {})],
    ["socketsJoin", (io: Server) => io.socketsJoin("tea")],
    ["socketsLeave", (io: Server) => io.socketsLeave("tea")],
    ["disconnectSockets", (io: Server) => io.disconnectSockets()],
    ["serverSideEmit", (io: Server) => io.serverSideEmit("ask", 1)],
  ])("%s is a request, by its name", async (method, work) => {
    const names: Record<string, Record<string, string>> = {
      classic: {
        fetchSockets: "REMOTE_FETCH",
        socketsJoin: "REMOTE_JOIN",
        socketsLeave: "REMOTE_LEAVE",
        disconnectSockets: "REMOTE_DISCONNECT",
        serverSideEmit: "SERVER_SIDE_EMIT",
      },
      sharded: {
        fetchSockets: "FETCH_SOCKETS",
        socketsJoin: "SOCKETS_JOIN",
        socketsLeave: "SOCKETS_LEAVE",
        disconnectSockets: "DISCONNECT_SOCKETS",
        serverSideEmit: "SERVER_SIDE_EMIT",
      },
    };
    const [sent] = await published(kind, work);
    expect(decodePayload(sent?.channel ?? "", sent?.bytes ?? Buffer.alloc(0))).toEqual({
      kind: "request",
      name: names[kind]?.[method],
      text: expect.any(String),
    });
  });
});

test("a broadcast with acknowledgement is a request of the classic adapter, in msgpack", async () => {
  const [sent] = await published("classic", (io) => io.timeout(1).emit("message", "hi", () => {}));
  expect(sent?.bytes[0]).not.toBe(0x7b);
  expect(decodePayload(sent?.channel ?? "", sent?.bytes ?? Buffer.alloc(0))).toMatchObject({
    kind: "request",
    name: "BROADCAST",
  });
});

test.each([
  ['{"requestId":"r","sockets":[]}', { kind: "response", name: "SOCKETS" }],
  ['{"type":8,"requestId":"r","clientCount":1}', { kind: "response", name: "BROADCAST_CLIENT_COUNT" }],
  ['{"type":6,"requestId":"r","data":1}', { kind: "response", name: "SERVER_SIDE_EMIT" }],
  ['{"type":99}', { kind: "response", name: "type 99" }],
])("a response on the response channel says what it responds to: %s", (json, payload) => {
  expect(decodePayload("p:socket.io-response#/#", Buffer.from(json))).toMatchObject(payload);
});

describe("an entry of the streams adapter's stream", () => {
  test.each(broadcasts)("%s", async (_, work, fields) => {
    expect(decodeEntry(await appended(work))).toEqual(broadcast(fields));
  });

  test("names its requests", async () => {
    expect(decodeEntry(await appended((io) => io.socketsJoin("tea")))).toMatchObject({
      kind: "request",
      name: "SOCKETS_JOIN",
    });
  });

  test("that somebody else appended is text", () => {
    expect(decodeEntry(["who", "me", "what", "hi"].map((text) => Buffer.from(text)))).toEqual({
      kind: "text",
      text: "me hi",
    });
  });
});

describe("data that no adapter published", () => {
  test.each([
    ["text", "hello", { kind: "text", text: "hello" }],
    ["JSON", '{"hi":1}', { kind: "text", text: '{"hi":1}' }],
    ["broken JSON", '{"hi"', { kind: "text", text: '{"hi"' }],
    ["nothing", "", { kind: "text", text: "" }],
    ["python-socketio's", '{"method":"emit"}', { kind: "text", text: '{"method":"emit"}' }],
  ])("is shown as it is: %s", (_, text, payload) => {
    expect(decodePayload("message", Buffer.from(text))).toEqual(payload);
  });

  test("is shown in hexadecimal if it isn't text", () => {
    expect(decodePayload("message", Buffer.from([0xff, 0, 0xc1]))).toEqual({
      kind: "binary",
      text: "ff 00 c1",
    });
  });

  test("may be an object that cannot be made a string", () => {
    const trap = { toString: 1, valueOf: 1 };
    const packed = Buffer.from(encode([trap, { data: [trap] }, { rooms: [trap], except: [], flags: trap }]));
    expect(decodePayload("x", packed)).toMatchObject({
      kind: "broadcast",
      event: '{"toString":1,"valueOf":1}',
      flags: ["toString", "valueOf"],
    });
    const message = Buffer.from(JSON.stringify({ uid: "u", nsp: "/", type: trap }));
    expect(decodePayload("x", message)).toMatchObject({
      kind: "request",
      name: 'type {"toString":1,"valueOf":1}',
    });
  });

  test("may look like a broadcast, with anything where names are expected", () => {
    const odd = encode([null, { data: [1, { a: 1 }] }, { rooms: "tea", except: [1, null], flags: 7 }]);
    expect(decodePayload("x", Buffer.from(odd))).toMatchObject({
      kind: "broadcast",
      uid: "null",
      event: "1",
      rooms: [],
      except: ["1", "null"],
      flags: [],
    });
  });
});

/** Everything the page shows of a payload is short text. */
function expectShort(payload: object): void {
  const parts: unknown[] = Object.values(payload).flat();
  const isShort = (part: unknown) => typeof part === "string" && part.length <= maxTextLength + 10;
  expect(parts.filter((part) => !isShort(part))).toEqual([]);
}

/** Anything JSON and msgpack can contain, with misleading keys. */
const value = fc
  .jsonValue()
  .chain((json) =>
    fc.oneof(
      fc.constant(json),
      fc.constant({ toString: json, valueOf: json }),
      fc.dictionary(fc.constantFrom("data", "packet", "opts", "__proto__", "length"), fc.constant(json)),
    ),
  );

test("any bytes on any channel become short text, and never an exception", () => {
  const channel = fc.constantFrom("message", "socket.io#/#", "socket.io-request#/#", "socket.io-response#/#");
  fc.assert(
    fc.property(channel, fc.uint8Array({ maxLength: 600 }), (name, bytes) => {
      expectShort(decodePayload(name, Buffer.from(bytes)));
    }),
  );
  fc.assert(
    fc.property(channel, value, (name, any) => {
      const packed = encode([any, { data: [any, any] }, { rooms: any, except: [any], flags: any }]);
      expectShort(decodePayload(name, Buffer.from(packed)));
      expectShort(decodePayload(name, Buffer.from(encode(any))));
      expectShort(decodePayload(name, Buffer.from(JSON.stringify(any))));
      const message = { uid: "u", nsp: "/", type: any, data: any };
      expectShort(decodePayload(name, Buffer.from(JSON.stringify(message))));
    }),
  );
});

test("any fields of an entry become short text, and never an exception", () => {
  const field = fc.oneof(
    fc.constantFrom("uid", "nsp", "type", "data", "/", "3"),
    fc.json(),
    fc.base64String(),
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 12 }), (fields) => {
      expectShort(decodeEntry(fields.map((text) => Buffer.from(text))));
    }),
  );
});

test("the same bytes have the same fingerprint, others another", () => {
  const bytes = fc.uint8Array().map((array) => Buffer.from(array));
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect(fingerprint(one) === fingerprint(Buffer.from(other))).toBe(one.equals(other));
    }),
  );
});
