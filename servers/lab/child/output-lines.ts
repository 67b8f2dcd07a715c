// Reads the lines that a child process prints, bounded in length and number.
import type { Readable } from "node:stream";

const maxLineLength = 1000;
/** Beyond this, the pipe is not read until the second is over, and the process has to wait. */
const maxCharsPerSecond = 500_000;
const maxLinesPerSecond = 200;

/**
 * Calls `onLine` with each line, cut at 1,000 characters. Beyond 200 lines a second it only says how many were left out.
 * (rate.ts doesn't fit: the pause and the notice both need the end of the second.)
 */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let line = "";
  let [chars, lines, leftOut] = [0, 0, 0];
  let timer: NodeJS.Timeout | undefined;

  function newSecond(): void {
    timer = undefined;
    const missed = leftOut;
    [chars, lines, leftOut] = [0, 0, 0];
    if (missed > 0) onLine(`(${missed} more lines in this second)`);
    stream.resume();
  }

  function endLine(): void {
    lines += 1;
    if (lines > maxLinesPerSecond) leftOut += 1;
    else onLine(line);
    line = "";
  }

  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    timer ??= setTimeout(newSecond, 1000);
    chars += chunk.length;
    const [first = "", ...others] = chunk.split(/\r?\n/);
    const add = (part: string) => {
      line = (line + part.slice(0, maxLineLength)).slice(0, maxLineLength);
    };
    add(first);
    for (const part of others) {
      endLine();
      add(part);
    }
    if (chars > maxCharsPerSecond) stream.pause();
  });
  stream.on("end", () => {
    if (line) endLine();
    clearTimeout(timer);
    if (leftOut > 0) newSecond();
  });
  stream.on("error", () => {}); // the process is gone, and "close" reports it
}
