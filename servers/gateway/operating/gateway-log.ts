// The gateway's log: one line for each event, as text or JSON, on stderr. Labs are shortened, because a whole id lets one watch.
import { type DestinationStream, pino } from "pino";

export const logLevels = ["error", "warn", "info"] as const;
export type LogLevel = (typeof logLevels)[number];
export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

/** Fields of an event. Never secrets: no tokens, no keys, no URLs with passwords. */
export type LogFields = Record<string, string | number | boolean>;

export interface Log {
  info: (event: string, fields?: LogFields) => void;
  warn: (event: string, fields?: LogFields) => void;
  error: (event: string, fields?: LogFields) => void;
}

export interface LogOptions {
  format: LogFormat;
  /** Lines below this level are left out. */
  level: LogLevel;
  /** Where lines are written; stderr. */
  to?: DestinationStream;
}

/** A log that never throws: if stderr has no reader, lines are lost. */
export function createLog({ format, level, to = process.stderr }: LogOptions): Log {
  const stream = format === "json" ? to : { write: (line: string) => void to.write(asText(line)) };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "event",
    },
    stream,
  );
  const at =
    (name: LogLevel) =>
    (event: string, fields: LogFields = {}) =>
      logger[name](fields, event);
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** Returns a lab's id as logs show it: the gateway's name, and enough to tell labs apart. */
export function shortId(lab: string): string {
  const dot = lab.indexOf(".");
  return `${lab.slice(0, dot + 7)}…`;
}

/** `2026-11-28T03:18:12.123Z info lab opened lab=x7K2qa… open=3` */
function asText(line: string): string {
  const { time, level, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${oneLine(String(value))}`);
  return `${time} ${level} ${oneLine(String(event))}${rest.join("")}\n`;
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, " | ");
