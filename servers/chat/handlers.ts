// Handles clients' events. Nothing here depends on whether there is a second server: the link takes care of that.
import { maxRoomLength } from "../protocol.ts";
import type { ChatIo, ChatSocket } from "./events.ts";
import type { Link } from "./link.ts";

/** Handles everything that one client can emit. */
export function answerClient(io: ChatIo, socket: ChatSocket, link: () => Link): void {
  // #region message
  socket.on("message", (data, ack) => {
    const { publish } = link();
    if (publish)
      publish(data); // a bridge by hand: see links/bridge.ts
    else io.emit("message", data);
    reply(ack, "ok");
  });
  // #endregion message

  // #region rooms
  socket.on("room:join", async (room, ack) => {
    if (!isRoom(room)) return reply(ack, notARoom(room));
    await socket.join(room);
    reply(ack, "ok");
  });

  socket.on("room:leave", async (room, ack) => {
    if (!isRoom(room)) return reply(ack, notARoom(room));
    await socket.leave(room);
    reply(ack, "ok");
  });

  socket.on("room:message", (message, ack) => {
    if (!isRoom(message?.room)) return reply(ack, notARoom(message?.room));
    io.to(message.room).emit("message", message.data);
    reply(ack, "ok");
  });
  // #endregion rooms

  // #region except
  socket.on("room:except", (message, ack) => {
    if (!isRoom(message?.room)) return reply(ack, notARoom(message?.room));
    io.except(message.room).emit("message", message.data);
    reply(ack, "ok");
  });
  // #endregion except

  // #region gather
  socket.on("room:gather", (message, ack) => {
    if (!isRoom(message?.room)) return reply(ack, notARoom(message?.room));
    io.socketsJoin(message.room);
    io.in(message.room).emit("message", message.data);
    reply(ack, "ok");
  });
  // #endregion gather

  // #region ask-room
  socket.on("room:ask", async (room, ack) => {
    if (!isRoom(room)) return reply(ack, notARoom(room));
    try {
      reply(ack, await io.to(room).timeout(800).emitWithAck("question"));
    } catch (error) {
      reply(ack, { error: messageOf(error) });
    }
  });
  // #endregion ask-room

  // #region who
  socket.on("who", async (ack) => {
    try {
      const sockets = await io.fetchSockets();
      reply(
        ack,
        sockets.map(({ id, rooms }) => ({ id, rooms: [...rooms] })),
      );
    } catch (error) {
      reply(ack, { error: messageOf(error) });
    }
  });
  // #endregion who

  // #region ask
  socket.on("ask:servers", async (ack) => {
    try {
      reply(ack, await io.serverSideEmitWithAck("ask:servers"));
    } catch (error) {
      reply(ack, { error: messageOf(error) });
    }
  });
  // #endregion ask
}

/** Replies to questions from other servers. They only arrive if the adapter reaches other servers. */
export function answerServers(io: ChatIo, name: string): void {
  // #region answer-servers
  io.on("ask:servers", (answer) => {
    answer({ server: name, pid: process.pid, clients: io.of("/").sockets.size });
  });
  // #endregion answer-servers
}

function isRoom(room: unknown): room is string {
  return typeof room === "string" && room.length > 0 && room.length <= maxRoomLength;
}

function notARoom(room: unknown): { error: string } {
  const came = typeof room === "string" ? `${room.length} characters` : `a ${typeof room}`;
  return { error: `A room must be a string of 1 to ${maxRoomLength} characters; this was ${came}.` };
}

/** Calls an acknowledgement, if it is one: clients in other languages can send anything in its place. */
function reply(ack: unknown, answer: unknown): void {
  if (typeof ack === "function") ack(answer);
}

/** Returns an error's message. Some adapters reject with an empty one. */
function messageOf(error: unknown): string {
  return (error instanceof Error && error.message) || "The other servers did not answer.";
}
