// Stock clients and labs for measurements.
import { io, type Socket } from "socket.io-client";
import type { OpenedLab, ServerName, TraceEvent } from "../servers/protocol.ts";
import type { World } from "../test/world.ts";

export interface BenchLab extends OpenedLab {
  change: (method: string, path: string, body?: unknown) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a lab of the gateway at `url`; throws the API's response if it can't. */
export async function openLab(url: string): Promise<BenchLab> {
  const answer = await fetch(`${url}/api/labs`, { method: "POST" });
  if (answer.status !== 201) throw new Error(await answer.text());
  const lab = (await answer.json()) as OpenedLab;
  const change = async (method: string, path: string, body?: unknown) => {
    const changed = await fetch(`${url}/api/labs/${lab.id}${path}`, {
      method,
      headers: { authorization: `Bearer ${lab.token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!changed.ok) throw new Error(await changed.text());
    await changed.arrayBuffer();
  };
  return { ...lab, change, close: () => change("DELETE", "") };
}

export async function setLinks(lab: BenchLab, link: string): Promise<void> {
  await Promise.all([
    lab.change("PATCH", "/servers/a", { link }),
    lab.change("PATCH", "/servers/b", { link }),
  ]);
}

export async function connect(url: string, path = "/socket.io/"): Promise<Socket> {
  const socket = io(url, { path, forceNew: true, transports: ["websocket"] });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}

export const connectTo = (url: string, lab: OpenedLab, server: ServerName) =>
  connect(url, lab.servers[server].path);

/** Watches like a page does; `count` is the number of trace events received. */
export async function watch(
  url: string,
  lab: OpenedLab,
): Promise<{ count: () => number; close: () => void }> {
  let count = 0;
  const socket = io(url, { path: "/watch/socket.io/", auth: { lab: lab.id, after: 0 }, forceNew: true });
  socket.on("trace", (events: TraceEvent[]) => {
    count += events.length;
  });
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return { count: () => count, close: () => socket.disconnect() };
}

/** Milliseconds from α's emit until β hears it, one message after the other. */
export async function pathTimes(alpha: Socket, beta: Socket, messages: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < messages; i += 1) {
    const start = performance.now();
    const heard = new Promise<void>((resolve) => beta.once("message", () => resolve()));
    alpha.emit("message", `message ${i}`);
    await heard;
    times.push(performance.now() - start);
  }
  return times;
}

/** Messages a second from α to β, if α doesn't wait for any of them. */
export async function burst(alpha: Socket, beta: Socket, messages: number): Promise<number> {
  const start = performance.now();
  let heard = 0;
  const all = new Promise<void>((resolve) => {
    const count = () => {
      heard += 1;
      if (heard < messages) return;
      beta.off("message", count);
      resolve();
    };
    beta.on("message", count);
  });
  for (let i = 0; i < messages; i += 1) alpha.emit("message", `message ${i}`);
  await all;
  return (messages * 1000) / (performance.now() - start);
}

/** Watches like the Admin UI does, all servers through one of them; `count` is the number of events received. */
export async function watchAsAdmin(url: string): Promise<{ count: () => number; close: () => void }> {
  let count = 0;
  const socket = io(`${url}/admin`, { forceNew: true, transports: ["websocket"] });
  socket.onAny(() => {
    count += 1;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return { count: () => count, close: () => socket.disconnect() };
}

/** Calls the API at `url` the way the actions of the lessons' tests do. */
export function callerOf(url: string): World["call"] {
  return async (method, path, { token, body } = {}) => {
    const ask = () =>
      fetch(`${url}${path}`, {
        method,
        headers: token ? { authorization: `Bearer ${token}` } : {},
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    // A kept-alive connection may close just when it's used again; browsers retry then, fetch in Node doesn't.
    const answer = await ask().catch(ask);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
}
