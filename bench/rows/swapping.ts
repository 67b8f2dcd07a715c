// Ten swaps while 20 clients send 1,000 messages a second: nobody may hear a message from their own server twice, or not at all.
import type { Socket } from "socket.io-client";
import { connectTo, openLab } from "../lab-clients.ts";
import type { Row } from "../measure.ts";

const clientsEach = 10;
const messagesPerSecond = 1000;
const seconds = 5;

export async function swapping(playground: string): Promise<Row[]> {
  const lab = await openLab(playground);
  const clients: { server: "a" | "b"; socket: Socket; heard: Map<string, number> }[] = [];
  for (const server of ["a", "b"] as const) {
    for (let i = 0; i < clientsEach; i += 1) {
      const socket = await connectTo(playground, lab, server);
      const heard = new Map<string, number>();
      socket.on("message", (text: string) => heard.set(text, (heard.get(text) ?? 0) + 1));
      clients.push({ server, socket, heard });
    }
  }

  let sent = 0;
  const everyMs = 10;
  const talk = setInterval(() => {
    for (let i = 0; i < (messagesPerSecond * everyMs) / 1000; i += 1) {
      const { server, socket } = clients[sent % clients.length] ?? {};
      socket?.emit("message", `${server} ${sent}`);
      sent += 1;
    }
  }, everyMs);
  for (let swap = 0; swap < 10; swap += 1) {
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / 10));
    await lab.change("PATCH", "/servers/a", { link: swap % 2 === 0 ? "adapter" : "none" });
  }
  clearInterval(talk);
  // An acknowledgement comes after everything that was sent before it on the same connection.
  await Promise.all(clients.map(({ socket }) => socket.emitWithAck("message", "done")));

  let lost = 0;
  let twice = 0;
  for (const { server, heard } of clients) {
    for (let i = 0; i < sent; i += 1) {
      const isOwn = clients[i % clients.length]?.server === server;
      if (isOwn && !heard.has(`${server} ${i}`)) lost += 1;
    }
    for (const [text, times] of heard) if (text !== "done" && times > 1) twice += 1;
  }
  for (const { socket } of clients) socket.disconnect();
  await lab.close();
  return [
    {
      what: `10 swaps under ${messagesPerSecond} messages/s, 20 clients: of ${sent * clientsEach} local deliveries lost, doubled`,
      measured: `${lost}, ${twice}`,
      target: { text: "0, 0", met: lost === 0 && twice === 0 },
    },
  ];
}
