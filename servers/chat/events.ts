// The types of the chat server and its sockets, with the events of the contract.
import type { Server, Socket } from "socket.io";
import type { ClientEvents, ServerEvents } from "../protocol.ts";

/** The events that servers send each other with `serverSideEmit`. */
export interface InterServerEvents {
  "ask:servers": (answer: (reply: ServerReply) => void) => void;
}

export interface ServerReply {
  server: string;
  pid: number;
  clients: number;
}

export type ChatIo = Server<ClientEvents, ServerEvents, InterServerEvents>;
export type ChatSocket = Socket<ClientEvents, ServerEvents, InterServerEvents>;
