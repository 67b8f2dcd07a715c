// A gateway that is fed from outside, and a check that it's in the same state as before.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import type { OpenedLab, ServerName } from "../../../servers/protocol.ts";
import { eventually } from "../../faults/eventually.ts";
import { descriptorsOf, processesBelow } from "../../processes.ts";
import { expectThat } from "../target.ts";
import type { Place } from "./raw-client.ts";

export interface FedGateway {
  place: (at: Place["at"]) => Place;
  /** Aborted when the process has ended. */
  ended: AbortSignal;
  /**
   * Throws unless the same process responds, is healthy, opens a lab in which a message crosses, and has as many
   * descriptors and children as at first. From then on, inputs reach that lab; the previous one is closed.
   */
  isWell: () => Promise<void>;
  close: () => Promise<void>;
}

const main = new URL("./gateway-main.ts", import.meta.url);
const withinMs = 60_000;

/** What a gateway holds of the system. `descriptors` is undefined where it can't be counted. */
interface Held {
  descriptors: number | undefined;
  children: number;
}

/** What a gateway holds more than before the inputs. */
function differences({ descriptors = 0, children }: Held, baseline: Held): string[] {
  const most = (baseline.descriptors ?? descriptors) + spareDescriptors;
  return [
    ...(descriptors > most
      ? [`${descriptors} descriptors are open; there were ${baseline.descriptors}`]
      : []),
    ...(children === baseline.children
      ? []
      : [`there are ${children} children; there were ${baseline.children}`]),
  ];
}

export async function openFedGateway(): Promise<FedGateway> {
  const child = fork(main, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const ended = new AbortController();
  let printed = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed = (printed + text).slice(-3000);
  });
  child.once("exit", () => ended.abort());
  const ports = (await Promise.race([
    once(child, "message").then(([message]) => message),
    once(child, "exit").then(() => Promise.reject(new Error(`the gateway did not start: ${printed}`))),
  ])) as { port: number; redisUrl: string };
  const url = `http://127.0.0.1:${ports.port}`;
  const pid = child.pid ?? 0;
  let lab: OpenedLab | undefined;
  let baseline: Held | undefined;

  async function call(method: string, path: string, token?: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { connection: "close", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMs),
    });
    const text = await answer.text();
    expectThat(answer.ok || answer.status === 404, `${method} ${path}: ${answer.status} ${text}`);
    return text && answer.ok ? JSON.parse(text) : undefined;
  }

  async function moveOn(): Promise<void> {
    await eventuallyHolds(async () => {
      const health = (await call("GET", "/healthz")) as { status: string } | undefined;
      expectThat(health?.status === "ok", `/healthz says ${health?.status}`);
    });
    const next = (await call("POST", "/api/labs")) as OpenedLab;
    for (const name of ["a", "b"]) {
      const change = () =>
        call("PATCH", `/api/labs/${next.id}/servers/${name}`, next.token, { link: "adapter" });
      await eventuallyHolds(change);
    }
    await crosses(url, next);
    // An input may have closed it already, which gives 404.
    if (lab) await call("DELETE", `/api/labs/${lab.id}`, lab.token);
    lab = next;
  }

  const leftOver = () => (baseline ? differences(now(), baseline) : []);
  const now = () => ({ descriptors: descriptorsOf(pid), children: processesBelow(pid).length });

  async function isWell(): Promise<void> {
    try {
      expectThat(!ended.signal.aborted, "the gateway ended");
      await moveOn();
      const problems = ended.signal.aborted ? ["the gateway ended"] : await eventually(leftOver, withinMs);
      expectThat(problems.length === 0, problems.join("; "));
    } catch (error) {
      const what = ended.signal.aborted ? `the gateway ended: ${wordsOf(child)}` : textOf(error);
      throw new Error(`${what}\n${printed}`.trim(), { cause: error });
    }
  }

  await isWell();
  // Two for the lab, two waiting for the next one.
  const missing = () => (processesBelow(pid).length === 4 ? [] : ["the pool isn't full"]);
  const problems = await eventually(missing, withinMs);
  expectThat(problems.length === 0, problems.join());
  baseline = now();
  return {
    place: (at) => ({
      at,
      port: at === "gateway" ? ports.port : Number(new URL(ports.redisUrl).port),
      // Limits per address mustn't keep inputs from what is behind them, nor the health checks from their responses.
      ...(process.platform === "linux" && { from: nextAddress() }),
      lab: lab?.id ?? "",
      token: lab?.token ?? "",
      password: new URL(ports.redisUrl).password,
    }),
    ended: ended.signal,
    isWell,
    async close() {
      if (ended.signal.aborted) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Retries until it doesn't throw; a busy machine may be slow. */
async function eventuallyHolds(attempt: () => Promise<unknown>): Promise<void> {
  const problems = await eventually(
    () =>
      attempt().then(
        () => [],
        (error) => [textOf(error)],
      ),
    withinMs,
  );
  expectThat(problems.length === 0, problems.join());
}

/** Messages from A arrive on B. */
async function crosses(url: string, lab: OpenedLab): Promise<void> {
  const sockets: Socket[] = [];
  const connect = (name: ServerName) => {
    const socket = io(url, { path: lab.servers[name].path, transports: ["websocket"], forceNew: true });
    sockets.push(socket);
    return new Promise<Socket>((resolve, reject) => {
      socket.once("connect", () => resolve(socket));
      socket.once("connect_error", reject);
    });
  };
  try {
    const [alpha, beta] = await Promise.all([connect("a"), connect("b")]);
    const heard = once(beta as unknown as NodeJS.EventEmitter, "message", {
      signal: AbortSignal.timeout(withinMs),
    });
    alpha.emit("message", "across");
    const [text] = await heard;
    expectThat(text === "across", `β heard ${text}`);
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

/** With its cause: `fetch failed` alone says nothing. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${textOf(error.cause)}` : error.message;
}

function wordsOf({ exitCode, signalCode }: ChildProcess): string {
  return signalCode ?? `exit code ${exitCode}`;
}

let addresses = 0;
/** One of the loopback's addresses, 127.1.0.1 to 127.1.255.250, in turn. */
function nextAddress(): string {
  addresses = (addresses + 1) % 64_000;
  return `127.1.${Math.floor(addresses / 250)}.${1 + (addresses % 250)}`;
}

/** Requests of the health check that are just closing. */
const spareDescriptors = 3;
