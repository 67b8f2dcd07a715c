// Starts server.js as a process of its own, on a free port.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Resolves once it listens, with its address. What it prints about Redis is printed here. */
export async function startServer(env = {}) {
  const server = spawn(process.execPath, ["server.js"], {
    cwd: import.meta.dirname,
    env: { ...process.env, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => server.kill());
  for await (const line of createInterface(server.stdout)) {
    const port = /port (\d+)/.exec(line)?.[1];
    if (port)
      return {
        url: `http://127.0.0.1:${port}`,
        stop: () => server.kill(),
      };
  }
  throw new Error("The server ended before it listened.");
}
