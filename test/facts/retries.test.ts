// An event that is resent until it's acknowledged arrives at least once, and so perhaps twice.
import { expect, test } from "vitest";
import { newKey, openBare } from "./servers.ts";

/** A server whose first acknowledgement is lost. */
async function openForgetful(handle: (id: string, text: string) => void) {
  const { io, client } = await openBare("none", { url: "", key: newKey() });
  let lost = false;
  io.on("connection", (socket) =>
    socket.on("order", (id: string, text: string, ack: () => void) => {
      handle(id, text);
      if (lost) ack();
      lost = true;
    }),
  );
  const { socket } = await client({ retries: 3, ackTimeout: 100 });
  return socket;
}

test("with retries, an event whose acknowledgement was lost is handled twice", async () => {
  const handled: string[] = [];
  const socket = await openForgetful((_, text) => handled.push(text));
  await socket.emitWithAck("order", "id 1", "one tea");
  expect(handled).toEqual(["one tea", "one tea"]);
});

test("after the last of its retries the client gives up: emitWithAck rejects", async () => {
  const { io, client } = await openBare("none", { url: "", key: newKey() });
  const handled: string[] = [];
  io.on("connection", (socket) => socket.on("order", (text: string) => handled.push(text)));
  const { socket } = await client({ retries: 3, ackTimeout: 20 });
  await expect(socket.emitWithAck("order", "one tea")).rejects.toThrow("operation has timed out");
  expect(handled).toEqual(Array(4).fill("one tea"));
});

test("an id that comes with the event, remembered by the server, drops the second", async () => {
  const known = new Set<string>();
  const done: string[] = [];
  const socket = await openForgetful((id, text) => {
    if (known.has(id)) return;
    known.add(id);
    done.push(text);
  });
  await socket.emitWithAck("order", "id 1", "one tea");
  await socket.emitWithAck("order", "id 2", "one tea");
  expect(done).toEqual(["one tea", "one tea"]);
  expect([...known]).toEqual(["id 1", "id 2"]);
});

test("a set of ids in one server's memory knows nothing about what the other has handled", async () => {
  const done: string[] = [];
  const open = async (name: string) => {
    const { io, client } = await openBare("none", { url: "", key: newKey() });
    const known = new Set<string>();
    io.on("connection", (socket) =>
      socket.on("order", (id: string, ack: () => void) => {
        if (!known.has(id)) done.push(`${id} on ${name}`);
        known.add(id);
        ack();
      }),
    );
    return (await client()).socket;
  };
  const [onA, onB] = [await open("A"), await open("B")];
  for (const socket of [onA, onA, onB]) await socket.emitWithAck("order", "id 1");
  expect(done).toEqual(["id 1 on A", "id 1 on B"]);
});

test("without retries and with a timeout, the client gets an error, and the server has handled it", async () => {
  const handled: string[] = [];
  const { io, client } = await openBare("none", { url: "", key: newKey() });
  io.on("connection", (socket) => socket.on("order", (text: string) => handled.push(text)));
  const { socket } = await client();
  await expect(socket.timeout(100).emitWithAck("order", "one tea")).rejects.toThrow(
    "operation has timed out",
  );
  expect(handled).toEqual(["one tea"]);
});
