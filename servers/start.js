// `npm start`: starts the gateway and restarts it within a second if it dies; pages reconnect by themselves.
//
//   npm ──signals──▶ this process ──signals──▶ gateway ──▶ servers, Redis      one process group below this one
//                        ▲──────── "usable", its port ──┘
//
// JavaScript instead of TypeScript saves 18 MB, since it stays in memory. What the gateway prints goes straight to where this
// process prints. This process ends, too, if the first start fails, and if the gateway exits cleanly or by a signal.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A gateway that lived for less died at once; after this many of those in a row it isn't restarted. */
const shortLifeMs = 10_000;
const maxShortLives = 5;
const firstWaitMs = 100;
/** For the gateway's own end, which takes 10 s at most, and says so if it drains first. */
const endWithinMs = 12_000;
const spareMs = 2000;

const main = fileURLToPath(new URL("gateway/main.ts", import.meta.url));
const flags = process.allowedNodeEnvironmentFlags.has("--disable-sigusr1") ? ["--disable-sigusr1"] : [];
/** Older ones lack what the servers use: erased types, hooks for modules, permissions. */
const oldestNode = [22, 18];
const isWindows = process.platform === "win32";

/** @type {import("node:child_process").ChildProcess} */
let gateway;
/** @type {string[]} */
let samePort = [];
let wasUsable = false;
let ending = false;
let shortLives = 0;
/** @type {NodeJS.Timeout | undefined} */
let endTimer;

function start() {
  const startedAt = performance.now();
  // Its own process group: one call ends everything a gateway leaves behind, and Ctrl+C reaches it once, from here.
  gateway = spawn(process.execPath, [...flags, main, ...process.argv.slice(2), ...samePort], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: !isWindows,
  });
  gateway.on("message", (message) => {
    const { usablePort: port, endsWithinMs } = Object(message);
    if (Number.isInteger(endsWithinMs)) endIn(endsWithinMs + spareMs);
    if (!Number.isInteger(port)) return;
    wasUsable = true;
    samePort = ["--port", String(port)];
  });
  gateway.once("error", (error) => {
    console.error(`The gateway could not be started: ${error.message}`);
    if (!gateway.pid) ended(startedAt, 1, null);
  });
  gateway.once("exit", (code, signal) => ended(startedAt, code, signal));
}

/**
 * @param {number} startedAt
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function ended(startedAt, code, signal) {
  endGroup();
  if (ending || code === 0 || !wasUsable) process.exit(code ?? 1);
  shortLives = performance.now() - startedAt < shortLifeMs ? shortLives + 1 : 0;
  const how = signal ?? `exit code ${code}`;
  if (shortLives === maxShortLives) {
    console.error(
      `The gateway died ${maxShortLives} times in a row, each time within ${shortLifeMs / 1000} s (${how}). It isn't restarted; see its output above.`,
    );
    process.exit(code || 1);
  }
  console.error(`The gateway died (${how}), and is restarting.`);
  setTimeout(start, firstWaitMs * 2 ** shortLives);
}

/** Servers that are suspended or busy don't notice that their gateway is gone. */
function endGroup() {
  if (isWindows || !gateway.pid) return;
  try {
    process.kill(-gateway.pid, "SIGKILL");
  } catch {
    // The group is empty.
  }
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (!ending) endIn(endWithinMs);
    ending = true;
    if (gateway.exitCode === null && gateway.signalCode === null) gateway.kill(signal);
    else process.exit(1); // it waits to be started again
  });
}

/** @param {number} ms */
function endIn(ms) {
  clearTimeout(endTimer);
  endTimer = setTimeout(end, ms).unref();
}

function end() {
  endGroup();
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  console.error(
    `Crosstalk needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}. Install a newer one, or start a checkout with npm start, which brings its own.`,
  );
  process.exit(1);
}

process.on("SIGUSR1", () => {}); // it would open Node's debugger
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {}); // their reader may be gone
process.on("exit", endGroup);
start();
