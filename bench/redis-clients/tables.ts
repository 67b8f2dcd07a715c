// `npm run bench -- clients`: what the Redis clients that people have do to a server. It installs each version in a scratch folder
// by npm, needs a Redis on this machine, and takes some two minutes. Lessons 06 and 10 quote the two tables that it prints.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { createClient } from "redis";
import { io as connect } from "socket.io-client";
import { aliasOf, type Case, libraries, outageCases, sampleCases } from "./libraries.ts";

/** Longer than any of them tries. */
const outageMs = 90_000;
/** The longest that one of them waits before it connects again. */
const lateMs = 60_000;

export async function printClientTables(redisUrl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-clients-"));
  try {
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    const packages = libraries.map((one) => `${aliasOf(one)}@npm:${one.package}@${one.version}`);
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", ...packages], { cwd: folder });
    const samples = await Promise.all(sampleCases.map((one) => runSample(one, folder, redisUrl)));
    print(["one connection for both roles", "what happens"], samples);
    const outages = await Promise.all(
      outageCases.map((one, index) => runOutage(one, index, folder, redisUrl)),
    );
    print(["Redis client", "the process", "its own clients", "the other server's clients"], outages);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = ({ library, written }: Case) => `${library.name}${written && ` with \`${written}\``}`;

async function runSample(one: Case, folder: string, url: string): Promise<string[]> {
  const { lines, ended } = start("sample.ts", one, { folder, url });
  const { error, event } = await ended;
  if (lines.includes("heard hi")) return [nameOf(one), "works"];
  const how = event ? ", as an `error` event" : "";
  return [nameOf(one), `ends the process: \`${error}\`${how}`];
}

async function runOutage(one: Case, index: number, folder: string, url: string): Promise<string[]> {
  const key = `clients-${process.pid}-${index}`;
  const { child, lines, says, ended } = start("outage.ts", one, { folder, url, key });
  await says(/^\d+$/);
  const own = connect(`http://127.0.0.1:${lines[0]}`, { transports: ["websocket"], reconnection: false });
  const heard = new Promise<true>((resolve) => own.once("line", () => resolve(true)));
  await says(/emitted/);
  const began = performance.now();
  const end = await Promise.race([ended, timeout(outageMs)]);
  const isHeard = await Promise.race([heard, timeout(100)]);
  own.disconnect();
  const mine = isHeard ? "at once" : "never";
  if (end) {
    const seconds = Math.round((performance.now() - began) / 1000);
    return [
      nameOf(one),
      `ends ${seconds ? `after ${seconds} s` : "at once"}: \`${end.name}\``,
      mine,
      "never",
    ];
  }
  const published = await listen(url, key);
  child.stdin.write("up\n");
  const isLate = await Promise.race([published.came, timeout(lateMs)]);
  await published.close();
  child.kill("SIGKILL");
  return [nameOf(one), "lives", mine, isLate ? "late" : "never"];
}

interface Ended {
  /** What Node printed about the error, and its name. */
  error: string;
  name: string;
  /** It was an 'error' event that nobody listened to, and no rejection. */
  event: boolean;
}

function start(
  program: string,
  { library, options }: Case,
  more: { folder: string; url: string; key?: string },
) {
  const opening = { alias: aliasOf(library), api: library.api, options, ...more };
  const child = spawn(process.execPath, [join(import.meta.dirname, program), JSON.stringify(opening)]);
  let lastOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    lastOutput += text;
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const ended = once(child, "close").then((): Ended => {
    const error = /^\[?(\w*Error.*?)\]?$/m.exec(lastOutput)?.[1] ?? lastOutput.trim();
    return {
      error: shorten(error),
      name: error.split(/[:\s]/)[0] ?? "",
      event: lastOutput.includes("Unhandled 'error'"),
    };
  });
  async function says(line: RegExp): Promise<void> {
    while (!lines.some((one) => line.test(one)) && child.exitCode === null)
      await Promise.race([once(output, "line"), ended]);
  }
  return { child, lines, says, ended };
}

/** Without the list of commands, which every refusal repeats. */
const shorten = (error: string) => error.replace(/: only \(P.*/, "");

async function listen(url: string, key: string) {
  const client = await createClient({ url }).connect();
  const { promise: came, resolve } = Promise.withResolvers<true>();
  await client.pSubscribe(`${key}*`, () => resolve(true));
  return { came, close: () => client.close() };
}

const timeout = (ms: number) => delay(ms, undefined, { ref: false });

function print(head: string[], rows: string[][]): void {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n"));
}
