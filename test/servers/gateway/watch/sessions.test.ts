// Watchers' sessions, connections and half-sent messages: limited for an address and in total.
import { once } from "node:events";
import http from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect, frame, upgrade } from "../../../security/raw.ts";
import { openWatch, upTo, type Watched, watcher } from "./watched.ts";

/** Opens a session of Engine.IO by polling. */
const handshake = ({ url }: Watched, localAddress: string) =>
  new Promise<{ status: number; sid: string }>((resolve, reject) => {
    const request = http.get(`${url}/watch/socket.io/?EIO=4&transport=polling`, {
      localAddress,
      agent: false,
    });
    request.on("error", reject);
    request.on("response", async (response) => {
      const text = (await response.setEncoding("utf8").toArray()).join("");
      resolve({ status: response.statusCode ?? 0, sid: /"sid":"([^"]+)"/.exec(text)?.[1] ?? "" });
    });
  });

describe("sessions of Engine.IO", () => {
  test("are limited for an address and in total, and a place becomes free when one ends", async () => {
    const watched = await openWatch({ maxSessionsOfAddress: 3, maxSessions: 5 });
    const ask = async (address: string) => (await handshake(watched, address)).status;
    const { sid } = await handshake(watched, "127.0.0.2");
    expect([await ask("127.0.0.2"), await ask("127.0.0.2"), await ask("127.0.0.2")]).toEqual([200, 200, 403]);
    expect([await ask("127.0.0.3"), await ask("127.0.0.1"), await ask("127.0.0.1")]).toEqual([200, 200, 403]);
    const path = `${watched.url}/watch/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await fetch(path, { method: "POST", body: "1" });
    await expect.poll(() => ask("127.0.0.2")).toBe(200);
  });

  test("requested at once, in one packet, are limited too", async () => {
    const watched = await openWatch({ maxSessions: 5 });
    const line = "GET /watch/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const sockets = await Promise.all(
      upTo(4).map(async () => {
        const tcp = await connect(watched.url);
        onTestFinished(() => void tcp.destroy());
        let text = "";
        tcp.on("data", (chunk) => (text += chunk));
        tcp.write(line.repeat(10));
        return () => text;
      }),
    );
    const count = (what: string) => sockets.reduce((sum, text) => sum + text().split(what).length - 1, 0);
    await expect.poll(() => count("HTTP/1.1 403") + watched.cutOff.length).toBe(35);
    expect(count('"sid"') - watched.cutOff.length).toBeLessThanOrEqual(5);
  });
});

describe("connections whose session has ended", () => {
  const session = async ({ url }: Watched) => {
    const { status, socket } = await upgrade(url, { path: "/watch/socket.io/?EIO=4&transport=websocket" });
    onTestFinished(() => void socket.destroy());
    return { status, socket, closed: once(socket.resume(), "close") };
  };

  test("keep the session's place until they are closed, and are closed soon", async () => {
    const watched = await openWatch({ maxSessions: 1 });
    const { socket, closed } = await session(watched);
    socket.write(frame("z")); // no packet of Engine.IO's, and no frame that closes the WebSocket
    await once(socket, "data"); // the server closes its side
    expect((await session(watched)).status).toBe(400);
    await closed;
    await expect.poll(async () => (await session(watched)).status).toBe(101);
  });

  test("are closed at once if they were cut off, whatever the client does", async () => {
    const watched = await openWatch({ maxPacketsPerSecond: 5 });
    const { socket, closed } = await session(watched);
    socket.write(Buffer.concat(upTo(6).map(() => frame("3"))));
    await closed;
    expect(watched.cutOff).toEqual(["watcher that sends too much"]);
  });
});

describe("messages that are half sent", () => {
  test("count for their address, on a WebSocket", async () => {
    const watched = await openWatch({ maxUnreadBytesOfGroup: 1_000_000 });
    const half = frame("x".repeat(400_000)).subarray(0, 390_000);
    const sockets = await Promise.all(
      upTo(3).map(async () => {
        const { socket } = await upgrade(watched.url, {
          path: "/watch/socket.io/?EIO=4&transport=websocket",
        });
        onTestFinished(() => void socket.destroy());
        socket.write(half);
        return socket;
      }),
    );
    await Promise.race(sockets.map((socket) => once(socket.resume(), "close")));
    expect(watched.cutOff).toEqual(["watcher that leaves too much unread or half sent"]);
  });

  test.each(["Content-Length: 900000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1000\r\n"])(
    "count for their address, in a POST with %j",
    async (rest) => {
      const watched = await openWatch({ maxUnreadBytesOfGroup: 1_500_000 });
      const sockets = await Promise.all(
        upTo(2).map(async () => {
          const { sid } = await handshake(watched, "127.0.0.1");
          const socket = await connect(watched.url);
          onTestFinished(() => void socket.destroy());
          const path = `/watch/socket.io/?EIO=4&transport=polling&sid=${sid}`;
          socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}4`);
          return socket;
        }),
      );
      await Promise.race(sockets.map((socket) => once(socket.resume(), "close")));
      expect(watched.cutOff).toEqual(["watcher that leaves too much unread or half sent"]);
    },
  );

  test("that are completed soon are accepted, however many", async () => {
    const watched = await openWatch({ maxUnreadBytesOfGroup: 1_000_000 });
    const { socket, seqs } = watcher(watched);
    const report = { type: "sent", socket: "s", event: "e", text: "x".repeat(200), at: 1 };
    for (let sent = 0; sent < 10; sent += 1) {
      socket.emit("report", Array(800).fill(report));
      await socket.emitWithAck("clock");
    }
    expect(watched.reported()).toBe(8000);
    expect([seqs(), watched.cutOff]).toEqual([[], []]);
  });
});
