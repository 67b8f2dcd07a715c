// The gateway hands a WebSocket over to a server's process, and nothing the client sends is lost on the way.
import { expect, onTestFinished, test } from "vitest";
import { inflict } from "../../faults/random-faults.ts";
import { openRoom } from "../../faults/sending-clients.ts";
import { startPlayground } from "../../playground.ts";

test.skipIf(process.platform === "win32")(
  "clients that reconnect while others send get in at once",
  async () => {
    const playground = await startPlayground({ kind: "embedded", args: ["--capacity", "20"] });
    onTestFinished(() => playground.close());
    const rooms = await Promise.all([openRoom(playground.url), openRoom(playground.url)]);
    const sockets = rooms.flatMap(({ guests }) => guests.map(({ socket }) => socket));
    const talking = setInterval(() => {
      for (const room of rooms) room.talk();
    }, 5);
    onTestFinished(() => {
      clearInterval(talking);
      for (const room of rooms) room.close();
    });

    for (let round = 0; round < 15; round += 1) {
      await expect.poll(() => sockets.every(({ connected }) => connected)).toBe(true);
      await inflict({ fault: "browsers are dropped" }, playground, rooms);
    }
  },
);
