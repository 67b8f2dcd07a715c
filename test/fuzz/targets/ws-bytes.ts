// WebSocket frames, Engine.IO packets and Socket.IO packets that no library would send, on every endpoint.
import fc from "fast-check";
import { batches } from "../gateway/batches.ts";
import type { Conversation, Step } from "../gateway/raw-client.ts";
import { labWord, sessionWord } from "../placeholders.ts";
import { anyBytes, often, type Target } from "../target.ts";
import { finalBinary, finalText, frame, upgradeTo } from "./frame.ts";
import { auths, packets } from "./packets.ts";

const path = fc.constantFrom(
  "/watch/socket.io/",
  "/watch/socket.io/",
  "/workshop/socket.io/",
  ...["a", "balanced"].map((server) => `/labs/${labWord}/${server}/socket.io/`),
);

const right = packets.map((bytes) => frame(finalText, true, bytes));
const binary = anyBytes(40).map((bytes) => frame(finalBinary, true, bytes));
const fragments = packets.map(
  (bytes) => frame(0x01, true, bytes.slice(0, 3)) + frame(0x80, true, bytes.slice(3)),
);
const control = fc
  .tuple(
    fc.constantFrom(0x88, 0x89, 0x8a, 0x08, 0x09),
    fc.oneof(anyBytes(20), fc.constantFrom("\x03\xe8", "\x03\xed", "x".repeat(126))),
  )
  .map(([first, bytes]) => frame(first, true, bytes));
/** Any first byte with its reserved bits, with or without a mask, and with a wrong length. */
const wrong = fc
  .tuple(
    fc.nat({ max: 255 }),
    fc.boolean(),
    fc.oneof(packets, anyBytes(130)),
    fc.constantFrom(undefined, undefined, 0, 125, 126, 70_000, 2 ** 31, 2 ** 53 - 1),
  )
  .map(([first, isMasked, bytes, length]) => frame(first, isMasked, bytes, length));
const frames = fc.oneof(
  { weight: 8, arbitrary: right },
  { weight: 1, arbitrary: binary },
  { weight: 1, arbitrary: fragments },
  { weight: 1, arbitrary: control },
  { weight: 1, arbitrary: wrong },
  { weight: 1, arbitrary: anyBytes(30) },
);

const answered: Step = { wait: "answer" };
const end = fc.constantFrom<Step[]>([], [{ end: "fin" }], [{ end: "reset" }]);

const overWebSocket: fc.Arbitrary<Conversation> = fc
  .tuple(
    path,
    often(
      auths.map((bytes) => frame(finalText, true, bytes)),
      frames,
      8,
    ),
    fc.array(frames, { maxLength: 5 }),
    fc.boolean(),
    end,
  )
  .map(([path, auth, frames, inOnePacket, end]) => [
    { send: upgradeTo(`${path}?EIO=4&transport=websocket`) },
    answered,
    { send: auth },
    answered,
    ...(inOnePacket ? [{ send: frames.join("") }] : frames.map((send) => ({ send }))),
    ...(end.length > 0 ? [] : [answered]),
    ...end,
  ]);

const request = (method: string, path: string, session: string, body: string, length: number = body.length) =>
  `${method} ${path}?EIO=4&transport=polling${session} HTTP/1.1\r\nHost: localhost\r\n` +
  `${method === "POST" ? `Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ${length}\r\n` : ""}\r\n${body}`;
const payload = fc.oneof(
  fc.array(packets, { minLength: 1, maxLength: 4 }).map((several) => several.join("\x1e")),
  anyBytes(30).map((bytes) => `b${Buffer.from(bytes, "latin1").toString("base64")}`),
  anyBytes(40),
  fc.constantFrom("", "\x1e", "b", "b=", "2probe", "1", "5", "6", "40".repeat(500)),
);
const ofSession = `&sid=${sessionWord}`;
const poll = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(path, payload).map(([path, body]) => request("POST", path, ofSession, body)),
  },
  { weight: 2, arbitrary: path.map((path) => request("GET", path, ofSession, "")) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, payload, fc.constantFrom("", "&sid=x", "&sid=__proto__", "&sid=\u00ff"))
      .map(([path, body, session]) => request("POST", path, session, body, 1_200_000)),
  },
);

const overPolling: fc.Arbitrary<Conversation> = fc
  .tuple(path, auths, fc.array(fc.tuple(poll, fc.boolean()), { maxLength: 4 }), end)
  .map(([path, auth, polls, end]) => [
    { send: request("GET", path, "", "") },
    answered,
    { send: request("POST", path, ofSession, auth) },
    answered,
    ...polls.flatMap(([bytes, waits]): Step[] => [
      // To this session's endpoint, most of the time.
      {
        send:
          bytes.length % 5 === 0
            ? bytes
            : bytes.replace(/\/(watch|workshop|labs\/[^/]+\/\w+)\/socket\.io\//, path),
      },
      ...(waits ? [answered] : []),
    ]),
    ...end,
  ]);

export const ofFrames: Target[] = [
  batches({
    name: "WebSocket frames",
    share: 1.5,
    at: "gateway",
    conversation: overWebSocket,
  }),
  batches({
    name: "payloads of long-polling",
    share: 0.5,
    at: "gateway",
    conversation: overPolling,
  }),
];
