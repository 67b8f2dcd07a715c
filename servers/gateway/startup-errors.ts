// Explains to the person who ran `npm start` why it failed.

import { LabError } from "../lab/errors.ts";
import { RedisNotFound } from "../redis/locate.ts";
import { commandLine } from "../start-command.ts";
import { ConfigError } from "./config-error.ts";

/** Returns what is wrong and what to do, for known errors. Any other error is a bug, and its stack is returned. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof RedisNotFound || error instanceof LabError)
    return error.message;
  return explainListen(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function explainListen(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `This machine has no address ${address ?? ""}. Use --host 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
  }
  if (syscall !== "listen") return null;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${address} is in use. Stop what uses it, or choose another: ${commandLine(`--port ${(port ?? 3000) + 1}`)}`;
  }
  if (code === "EACCES") {
    return `You are not allowed to use port ${port}. Choose one from 1024 up: ${commandLine("--port 3000")}`;
  }
  return null;
}
