// Reads what Redis sends to a server, and reports it: replies to commands, messages of channels, entries of streams.
import { clip } from "../../../describe.ts";
import type { Payload } from "../../../protocol.ts";
import type { RespValue } from "../../../redis/resp/value.ts";
import type { Causes } from "./causes.ts";
import type { ConnectionState, InTransit, PendingCommand } from "./connection-state.ts";
import { decodeEntry, decodePayload, fingerprint } from "./payload.ts";
import { codeOf, entriesOf, isError, messageOf, textOf } from "./resp-messages.ts";
import { unsubscribes } from "./sent-commands.ts";

/** Returns a function that reads one value seen at `t`, and returns the arrivals in it. `nextArrival` names a message. */
export function createReplyTap(shared: ConnectionState, causes: Causes) {
  const { pending, subscribing, nextId, withoutPrefix, report } = shared;

  function reply(value: RespValue, command: PendingCommand | undefined, t: number): InTransit[] {
    if (!command) return [];
    if (command.publication) {
      const message = withoutPrefix(textOf(value));
      const error = isError(value) ? { code: codeOf(message), message } : null;
      const receivers = value.type === "integer" ? Number(value.value) : null;
      const entry = value.type === "bulk" ? { entry: message } : {};
      report({ type: "accepted", publication: command.publication, receivers, error, ...entry }, t);
      return [];
    }
    const name = (command.words[0] ?? "").toUpperCase();
    if (name === "XREAD" && !isError(value)) {
      return entriesOf(value).map(({ stream, id, fields }) => {
        const name = nextId();
        causes.expectEntry(id, name);
        return arrival(name, stream, Buffer.concat(fields), () => decodeEntry(fields), t, { entry: id });
      });
    }
    const text = clip(withoutPrefix(withoutSecrets(command.words)));
    const reply = clip(withoutPrefix(textOf(value)));
    report({ type: "command", text, reply, name, ...(isError(value) && { code: codeOf(reply) }) }, t);
    return [];
  }

  function arrival(
    name: string,
    channel: string,
    bytes: Buffer,
    decode: () => Payload,
    t: number,
    inStream: { entry?: string } = {},
  ): InTransit {
    const passed = { arrival: name, channel: withoutPrefix(channel), bytes: bytes.length };
    report({ type: "forwarded", ...passed, print: fingerprint(bytes), ...inStream }, t);
    return { name, left: (t) => report({ type: "arrived", ...passed, payload: decode() }, t) };
  }

  return (value: RespValue, nextArrival: () => string, t: number): InTransit[] => {
    const message = messageOf(value);
    if (!message) return reply(value, pending.shift(), t);
    const { kind, channel, payload } = message;
    if (payload) {
      return [arrival(nextArrival(), channel, payload, () => decodePayload(channel, payload), t)];
    }
    const name = kind.toUpperCase();
    const key = `${name} ${channel}`;
    const about = { text: withoutPrefix(key), name, channel: withoutPrefix(channel) };
    if (unsubscribes.has(name)) report({ type: "command", ...about, reply: "OK" }, t);
    else report({ type: "subscribed", ...about, askedAt: subscribing.get(key) ?? t }, t);
    subscribing.delete(key);
    return [];
  };
}

function withoutSecrets(words: string[]): string {
  const auth = words.findIndex((word) => word.toUpperCase() === "AUTH");
  return auth < 0 ? words.join(" ") : [...words.slice(0, auth + 1), "•••"].join(" ");
}
