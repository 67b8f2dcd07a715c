// One lab with four stock clients that send all the time, and what each of them knows.
import { io, type Socket } from "socket.io-client";
import type { OpenedLab, ServerName, TraceEvent, TracePage } from "../../servers/protocol.ts";
import { wholeTrace } from "../world.ts";

export interface Guest {
  name: string;
  server: ServerName;
  socket: Socket;
  /** What it heard since the last `forget`, by its socket at that time. */
  heard: { socket: string; text: string }[];
}

export interface Room {
  lab: OpenedLab;
  guests: readonly Guest[];
  /** Sends one text from one guest after the other; returns the text. */
  talk: () => string;
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** All events after `seq` that are still kept. */
  trace: (after: number) => Promise<TraceEvent[]>;
  close: () => void;
}

const places = [
  ["α", "a"],
  ["β", "b"],
  ["γ", "a"],
  ["δ", "b"],
] as const satisfies [string, ServerName][];

/** A new connection for each request: a kept-alive one would be dead after its gateway was killed. */
const alone = { connection: "close" };

/** Opens a lab of the playground at `url`; rejects if the API refuses. Clients connect and reconnect by themselves. */
export async function openRoom(url: string): Promise<Room> {
  const answer = await fetch(`${url}/api/labs`, { method: "POST", headers: alone });
  if (!answer.ok) throw new Error(`a lab was refused: ${await answer.text()}`);
  const lab = (await answer.json()) as OpenedLab;
  const guests = places.map(([name, server]) => invite(url, lab, name, server));
  let said = 0;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}/api/labs/${lab.id}${path}`, {
      method,
      headers: { authorization: `Bearer ${lab.token}`, ...alone },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  return {
    lab,
    guests,
    talk() {
      said += 1;
      const text = `${lab.id.slice(0, 4)} ${said}`;
      const socket = guests[said % guests.length]?.socket;
      // Buffered messages would all come at once when it's back.
      if (socket?.connected) socket.emit("message", text);
      return text;
    },
    call,
    trace: (after) =>
      wholeTrace(async (from) => (await call("GET", `/trace?after=${from}`)) as TracePage, after),
    close() {
      for (const { socket } of guests) socket.disconnect();
    },
  };
}

function invite(url: string, lab: OpenedLab, name: string, server: ServerName): Guest {
  const socket = io(url, {
    path: lab.servers[server].path,
    auth: { name },
    forceNew: true,
    transports: ["websocket"],
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  });
  const guest: Guest = { name, server, socket, heard: [] };
  socket.on("message", (text) => guest.heard.push({ socket: socket.id ?? "", text: String(text) }));
  return guest;
}
