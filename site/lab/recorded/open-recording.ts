// The text of a recording ⇄ the recording, or why it can't be used. A seal over the text shows whether it's as it was written.

import { type Recording, version } from "./recording.ts";

export type Problem =
  /** It isn't a recording. */
  | { what: "foreign" }
  /** A newer version of Crosstalk wrote it. */
  | { what: "too-new"; version: number }
  /** Its end is missing. */
  | { what: "cut-off" }
  /** It was changed after it was written. */
  | { what: "edited" };

const head = /^\{"recording":(\d{1,6}),"seal":"([0-9a-f]{16})",\n/;

/** Never throws. */
export function openRecording(text: string): { recording: Recording } | { problem: Problem } {
  const found = head.exec(text);
  if (!found) return { problem: { what: "foreign" } };
  const written = Number(found[1]);
  if (written > version) return { problem: { what: "too-new", version: written } };
  const body = text.slice(found[0].length);
  if (!body.endsWith(end)) return { problem: { what: "cut-off" } };
  if (written < 1 || found[2] !== sealOf(body)) return { problem: { what: "edited" } };
  return { recording: JSON.parse(`{${body}`) as Recording };
}

const end = "\n]}\n";

/** One line for each event, so that a difference between two recordings can be read. */
export function writeRecording({ events, ...rest }: Recording): string {
  const about = Object.entries(rest).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const lines = events.map((event) => JSON.stringify(event));
  const body = `${about.join(",\n")},\n"events":[\n${lines.join(",\n")}${end}`;
  return `{"recording":${version},"seal":"${sealOf(body)}",\n${body}`;
}

/** 64 bits of a text, by two FNV-1a hashes. It shows changes by accident and by hand; it's no signature. */
function sealOf(text: string): string {
  let [one, two] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
