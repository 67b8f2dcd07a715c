// Copies an app of apps/ into a folder of its own, with the packages that it's to find, and opens a playground on it.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { io } from "socket.io-client";
import { onTestFinished } from "vitest";
import { openWorld } from "../../world.ts";

export const apps = new URL("./apps/", import.meta.url).pathname;
const installed = new URL("../../../node_modules/", import.meta.url).pathname;

export interface CopyOptions {
  /** Packages by the name that the app uses, each as what is installed here under that name; all that are installed here. */
  packages?: Record<string, string>;
  /** The package's kind of modules; ES modules. */
  type?: "module" | "commonjs";
}

/** Returns the path of the copy, which tests may change; it's removed with its test. */
export function copyOf(name: string, { packages, type = "module" }: CopyOptions = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const modules = join(folder, "node_modules");
  if (!packages) symlinkSync(installed, modules);
  for (const [wanted, given] of Object.entries(packages ?? {})) {
    mkdirSync(dirname(join(modules, wanted)), { recursive: true });
    symlinkSync(join(installed, given), join(modules, wanted));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  copyFileSync(join(apps, name), join(folder, name));
  cpSync(join(apps, "public"), join(folder, "public"), { recursive: true });
  return join(folder, name);
}

export async function openApp(file: string, kind: "embedded" | "local" = "embedded") {
  const printed: string[] = [];
  const world = await openWorld(kind, { app: { file, print: (line) => printed.push(line) } });
  return { world, printed };
}

/** Connects a client, which is disconnected with its test. */
export async function connect(url: string, auth: object = {}) {
  const socket = io(url, { forceNew: true, transports: ["websocket"], auth });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}
