// The people of a workshop for measurements: what a learner's, a phone's and an instructor's page do when they join.
import { randomUUID } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import type { WorkshopAuth } from "../servers/class/protocol-roles.ts";
import type {
  InstructorEvents,
  LearnerEvents,
  PhoneConnection,
  Room,
  WorkshopEvents,
} from "../servers/protocol-workshop.ts";
import { instructorKey } from "./compared-servers.ts";
import { type BenchLab, connect, connectTo, openLab, watch } from "./lab-clients.ts";

export type WorkshopSocket = Socket<WorkshopEvents, LearnerEvents & InstructorEvents>;

export interface Learner {
  socket: WorkshopSocket;
  lab: BenchLab;
  /** Leaves; the lab stays open. */
  close: () => void;
}

/** A learner whose lab is running: a client on each server, and one message received. */
export async function joinWithLab(url: string, name: string): Promise<Learner> {
  const socket = await enter(url, { role: "learner", key: randomUUID(), name });
  const lab = await openLab(url);
  await socket.emitWithAck("lab", { id: lab.id, token: lab.token });
  const watching = await watch(url, lab);
  const clients = [await connectTo(url, lab, "a"), await connectTo(url, lab, "b")];
  await clients[0]?.emitWithAck("message", "here I am");
  return {
    socket,
    lab,
    close() {
      for (const open of [socket, ...clients]) open.disconnect();
      watching.close();
    },
  };
}

export interface Instructor {
  socket: WorkshopSocket;
  room: () => Room | undefined;
}

export async function joinAsInstructor(url: string): Promise<Instructor> {
  let room: Room | undefined;
  const socket = await enter(url, { role: "instructor", key: instructorKey }, (one) =>
    one.on("room", (next) => {
      room = next;
    }),
  );
  return { socket, room: () => room };
}

/** A phone with its stock client in the shared lab, which must be open. */
export async function joinAsPhone(url: string): Promise<{ client: Socket; close: () => void }> {
  const seated = Promise.withResolvers<PhoneConnection>();
  const socket = await enter(url, { role: "phone", key: randomUUID(), name: "phone" }, (one) =>
    one.on("seat", (seat) => seat && seated.resolve(seat)),
  );
  const client = await connect(url, (await seated.promise).path);
  return {
    client,
    close() {
      for (const open of [socket, client]) open.disconnect();
    },
  };
}

/** `listen` comes before the connection, because the gateway sends first. */
export async function enter(
  url: string,
  auth: WorkshopAuth,
  listen: (socket: WorkshopSocket) => void = () => {},
): Promise<WorkshopSocket> {
  const socket: WorkshopSocket = io(url, {
    path: "/workshop/socket.io/",
    auth,
    forceNew: true,
    transports: ["websocket"],
  });
  listen(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}
