// A phone as a client: the gateway gives it a seat in the shared lab, where it's a stock client like any other.
import { io, type Socket } from "socket.io-client";
import { describe } from "../../../servers/describe.ts";
import type { ClientAuth } from "../../../servers/protocol.ts";
import type { PhoneConnection } from "../../../servers/protocol-workshop.ts";
import { visible } from "../../visible-text.ts";
import { identity } from "../identity.ts";
import { joinAs } from "../take-part.ts";
import { connect, type WorkshopSocket } from "../workshop-socket.ts";

export interface PhoneMessage {
  text: string;
  own: boolean;
}

interface Listener {
  /** Called when `seat` or `isConnected` has changed. */
  changed: () => void;
  heard: (heard: PhoneMessage) => void;
}

/** Sent messages that haven't come back; older ones never will. */
const remembered = 30;
const maxText = 120;

export interface PhoneClient {
  socket: WorkshopSocket;
  name: () => string;
  /** Undefined until the gateway has assigned one. */
  seat: () => PhoneConnection | null | undefined;
  isConnected: () => boolean;
  send: (what: string) => void;
}

export function openClient({ changed, heard }: Listener): PhoneClient {
  let seat: PhoneConnection | null | undefined;
  let client: Socket | undefined;
  const sent: string[] = [];
  const name = () => identity()?.name ?? "";

  const socket = connect(() => ({ role: "phone", key: identity()?.key ?? "", name: name() }));
  for (const event of ["connect", "disconnect"] as const) socket.on(event, changed);
  socket.on("you", ({ name: called }) => {
    joinAs(called);
    changed();
  });
  socket.on("seat", (given) => {
    if (given?.path !== seat?.path || !client?.active) sit(given);
    changed();
  });

  function sit(given: PhoneConnection | null) {
    client?.close();
    client = undefined;
    seat = given;
    if (!given) return;
    const auth = (): ClientAuth => ({ name: name() });
    client = io({
      path: given.path,
      auth: (give) => give(auth()),
      forceNew: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
    });
    for (const event of ["connect", "disconnect"] as const) client.on(event, changed);
    client.on("message", (data: unknown) => {
      const index = sent.indexOf(String(data));
      if (index >= 0) sent.splice(index, 1);
      const text = visible(typeof data === "string" ? data : describe([data]));
      heard({ text: [...text].slice(0, maxText).join(""), own: index >= 0 });
    });
  }

  return {
    socket,
    name,
    seat: () => seat,
    isConnected: () => client?.connected ?? false,
    send(what) {
      if (!client?.connected) return;
      const text = `${name()}: ${what}`;
      sent.push(text);
      if (sent.length > remembered) sent.shift();
      client.emit("message", text);
    },
  };
}
