// Decodes what an adapter puts on a channel or into a stream (see test/servers/lab/process/observe/payload.test.ts). Formats:
//   classic    @socket.io/redis-adapter 8.3.0, dist/index.js           [uid, packet, opts] in msgpack, requests in JSON
//   sharded    the same package, dist/sharded-adapter.js               {uid, type, data} in JSON, with binary in msgpack
//   streams    @socket.io/redis-streams-adapter 0.3.1, dist/adapter.js the same as fields of a stream entry
import { hash } from "node:crypto";
import { decode } from "@msgpack/msgpack";
import { clip, describe, maxTextLength } from "../../../describe.ts";
import type { Payload } from "../../../protocol.ts";

/** The request types of the classic adapter, by number. */
const classicNames = [
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

/** The message types of socket.io-adapter's ClusterAdapter, which sharded and streams extend, by number. */
const clusterNames = [
  "",
  "INITIAL_HEARTBEAT",
  "HEARTBEAT",
  "BROADCAST",
  "SOCKETS_JOIN",
  "SOCKETS_LEAVE",
  "DISCONNECT_SOCKETS",
  "FETCH_SOCKETS",
  "FETCH_SOCKETS_RESPONSE",
  "SERVER_SIDE_EMIT",
  "SERVER_SIDE_EMIT_RESPONSE",
  "BROADCAST_CLIENT_COUNT",
  "BROADCAST_ACK",
  "ADAPTER_CLOSE",
];

/** Decodes a payload from Pub/Sub. Never throws: anything that no adapter wrote becomes text, or hex bytes. */
export function decodePayload(channel: string, bytes: Buffer): Payload {
  const value = parse(bytes);
  if (Array.isArray(value) && value.length >= 2 && isPacket(value[1])) {
    return broadcast(value[0], value[1], value[2]);
  }
  if (isRecord(value) && typeof value.uid === "string" && typeof value.nsp === "string")
    return cluster(value);
  if (isRecord(value) && /-(request|response)#/.test(channel)) {
    const kind = channel.includes("-response#") ? "response" : "request";
    // A response to REMOTE_FETCH has only the request's id, not its type.
    const name =
      typeof value.type === "number" ? (classicNames[value.type] ?? `type ${value.type}`) : "SOCKETS";
    return { kind, name, text: describe([value]) };
  }
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return { kind: "text", text: clip(text) };
  const hex = bytes.subarray(0, maxTextLength / 3).toString("hex");
  return { kind: "binary", text: hex.replace(/..(?!$)/g, "$& ") };
}

/** Decodes a stream entry, given as alternating fields and values. Never throws. */
export function decodeEntry(fields: readonly Buffer[]): Payload {
  const entry: Record<string, string> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) entry[String(fields[i])] = String(fields[i + 1]);
  const { uid, nsp, type, data = "null" } = entry;
  if (!uid || !nsp || !type) return { kind: "text", text: clip(Object.values(entry).join(" ")) };
  const decoded = parse(data.startsWith("{") ? Buffer.from(data) : Buffer.from(data, "base64"));
  return cluster({ uid, nsp, type: Number(type), data: decoded });
}

/** Returns a hash that identifies these bytes wherever they are seen. */
export function fingerprint(bytes: Buffer): string {
  return hash("sha1", bytes, "base64");
}

function cluster({ uid, type, data }: Record<string, unknown>): Payload {
  if (isRecord(data) && isPacket(data.packet)) return broadcast(uid, data.packet, data.opts);
  const known = typeof type === "number" ? clusterNames[type] : undefined;
  const name = known || `type ${word(type)}`;
  return { kind: /_(RESPONSE|COUNT|ACK)$/.test(name) ? "response" : "request", name, text: describe([data]) };
}

function broadcast(uid: unknown, packet: { data: unknown[] }, opts: unknown): Payload {
  const [event, ...args] = packet.data;
  const { rooms, except, flags } = isRecord(opts) ? opts : {};
  return {
    kind: "broadcast",
    uid: word(uid),
    event: word(event),
    text: describe(args),
    rooms: strings(rooms),
    except: strings(except),
    flags: isRecord(flags) ? strings(Object.keys(flags)) : [],
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return bytes[0] === 0x7b ? JSON.parse(bytes.toString("utf8")) : decode(bytes);
  } catch {
    return undefined; // neither JSON nor msgpack; the caller shows it as text
  }
}

function isPacket(value: unknown): value is { data: unknown[] } {
  return isRecord(value) && Array.isArray(value.data);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.slice(0, 100).map(word) : [];
}

/** Not String(): a payload can hold an object whose toString is not a function. */
function word(value: unknown): string {
  return typeof value === "string" ? clip(value) : describe([value]);
}
