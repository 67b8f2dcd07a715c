// Connections without a library, for clients that do what no library would.
import { once } from "node:events";
import net from "node:net";

/** Connects to the gateway at `url`. */
export async function connect(url: string): Promise<net.Socket> {
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {}); // these clients expect to be disconnected
  await once(socket, "connect");
  return socket;
}

export interface UpgradeOptions {
  path: string;
  headers?: Record<string, string>;
}

/** Requests a WebSocket; resolves with the status of the response. */
export async function upgrade(
  url: string,
  { path, headers = {} }: UpgradeOptions,
): Promise<{ status: number; answer: string; socket: net.Socket }> {
  const socket = await connect(url);
  const all = {
    host: new URL(url).host,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16).toString("base64"),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(String(answer))?.[1]), answer: String(answer), socket };
}

/** A WebSocket frame from a client, masked with zeros so that the payload stays readable. */
export function frame(payload: Buffer | string, opcode = 1): Buffer {
  const bytes = Buffer.from(payload);
  const length = Buffer.alloc(9);
  length[0] = 0xff; // masked, with a length of eight bytes
  length.writeBigUInt64BE(BigInt(bytes.length), 1);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), bytes]);
}

/** A Socket.IO client that connects and then reads nothing. */
export async function openNonReadingClient(url: string, serverPath: string): Promise<net.Socket> {
  const { status, socket } = await upgrade(url, { path: `${serverPath}?EIO=4&transport=websocket` });
  if (status !== 101) throw new Error(`expected 101, got ${status}`);
  socket.write(frame("40"));
  let heard = "";
  while (!heard.includes('40{"sid"')) heard += (await once(socket, "data"))[0];
  socket.pause();
  return socket;
}

/** Sends these bytes, then reads until the connection ends; resolves with the whole response. */
export async function exchange(url: string, bytes: string | Buffer): Promise<string> {
  const socket = await connect(url);
  const ended = once(socket, "close");
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  await ended;
  return answer;
}

/** The head of a request; `Host` and `Connection: close` unless given. */
export function head(line: string, headers: Record<string, string> = {}): string {
  const all = Object.entries({ Host: "localhost", Connection: "close", ...headers });
  return `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** The head of a request for a WebSocket. */
export function webSocketHead(path: string, headers: Record<string, string> = {}): string {
  return head(`GET ${path}`, {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": Buffer.alloc(16).toString("base64"),
    ...headers,
  });
}
