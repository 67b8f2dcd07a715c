// A Node.js cluster of two workers, each a Socket.IO server with the cluster adapter, on a port of its own.
// The primary sends the workers' ports to the test, and hands each the test's questions.
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";
import { createAdapter, setupPrimary } from "@socket.io/cluster-adapter";
import { Server } from "socket.io";

/** What the test asks of worker 0; the answer comes back with the same `id`. */
export interface Question {
  id: number;
  do: "emit" | "count" | "sockets" | "ask" | "kill";
}

async function answer(io: Server, { do: what }: Question): Promise<unknown> {
  switch (what) {
    case "emit":
      return io.emit("message", { text: "hi", bytes: Buffer.from("hi") });
    case "count":
      return io.of("/").adapter.serverCount();
    case "sockets":
      return (await io.fetchSockets()).length;
    default:
      return io.serverSideEmitWithAck("name");
  }
}

async function work() {
  const http = createServer();
  const io = new Server(http, {
    adapter: createAdapter({ heartbeatInterval: 100, heartbeatTimeout: 3000 }),
  });
  io.on("name", (give: (name: string) => void) => give(`worker ${cluster.worker?.id}`));
  process.on("message", (question: Question) => {
    if (typeof question.id !== "number") return;
    answer(io, question).then(
      (value) => process.send?.({ id: question.id, value }),
      (error: Error) => process.send?.({ id: question.id, value: `error: ${error.message}` }),
    );
  });
  // Exclusive: without it, the primary would share one port among the workers.
  http.listen({ port: 0, host: "127.0.0.1", exclusive: true });
  await once(http, "listening");
  const address = http.address();
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
}

async function lead() {
  setupPrimary();
  cluster.setupPrimary({ serialization: "advanced" });
  const workers: Worker[] = [cluster.fork(), cluster.fork()];
  const ports = await Promise.all(
    workers.map(async (worker) => {
      for (;;) {
        const [message] = await once(worker, "message");
        if ("port" in message) return message.port;
      }
    }),
  );
  const [first, second] = workers;
  first?.on("message", (message) => "value" in message && process.send?.(message));
  process.on("message", (question: Question) => {
    if (question.do === "kill") second?.process.kill("SIGKILL");
    else first?.send(question);
  });
  process.on("disconnect", () => {
    for (const worker of workers) worker.process.kill("SIGKILL");
    process.exit();
  });
  process.send?.({ ports });
}

await (cluster.isPrimary ? lead() : work());
