// Decodes what an adapter puts on a channel. Formats: @socket.io/redis-adapter 8.3.0, dist/index.js (see test/lab/payload.test.ts).
import { hash } from "node:crypto";
import { decode } from "@msgpack/msgpack";
import { clip, describe, maxTextLength, type Payload } from "../protocol.ts";

/** The requests of the classic adapter by their number. */
const requestNames = [
  "SOCKETS",
  "ALL_ROOMS",
  "REMOTE_JOIN",
  "REMOTE_LEAVE",
  "REMOTE_DISCONNECT",
  "REMOTE_FETCH",
  "SERVER_SIDE_EMIT",
  "BROADCAST",
  "BROADCAST_CLIENT_COUNT",
  "BROADCAST_ACK",
];

/** Never throws: what is no adapter's payload is shown as text, or as bytes. */
export function decodePayload(channel: string, bytes: Buffer): Payload {
  const value = parse(bytes);
  if (Array.isArray(value) && value.length >= 2 && isPacket(value[1])) {
    return broadcast(value[0], value[1], value[2]);
  }
  if (isRecord(value) && isAdapterChannel(channel)) {
    const kind = channel.includes("-response#") ? "response" : "request";
    // An answer to REMOTE_FETCH carries only the id of the request.
    const name =
      typeof value.type === "number" ? (requestNames[value.type] ?? `type ${value.type}`) : "SOCKETS";
    return { kind, name, text: describe([value]) };
  }
  const text = bytes.toString("utf8");
  if (Buffer.byteLength(text) === bytes.length && !text.includes("\ufffd")) {
    return { kind: "text", text: clip(text) };
  }
  return {
    kind: "binary",
    text: bytes
      .subarray(0, maxTextLength / 3)
      .toString("hex")
      .replace(/..(?!$)/g, "$& "),
  };
}

/** The same for the same bytes, wherever they pass. */
export function fingerprint(bytes: Buffer): string {
  return hash("sha1", bytes, "base64");
}

function broadcast(uid: unknown, packet: { data: unknown[] }, opts: unknown): Payload {
  const [event, ...args] = packet.data;
  const { rooms, except, flags } = isRecord(opts) ? opts : {};
  return {
    kind: "broadcast",
    uid: String(uid),
    event: String(event),
    text: describe(args),
    rooms: strings(rooms),
    except: strings(except),
    flags: isRecord(flags) ? Object.keys(flags) : [],
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return bytes[0] === 0x7b ? JSON.parse(bytes.toString("utf8")) : decode(bytes);
  } catch {
    return undefined; // neither JSON nor msgpack: the caller shows it as text
  }
}

function isPacket(value: unknown): value is { data: unknown[] } {
  return isRecord(value) && Array.isArray(value.data);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function isAdapterChannel(channel: string): boolean {
  return channel.includes("-request#") || channel.includes("-response#");
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.slice(0, 100).map((item) => clip(String(item))) : [];
}
