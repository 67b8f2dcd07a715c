// Prints the start of a workshop: where learners join, as text and as a QR code, and the instructor's address.

import { renderUnicodeCompact } from "uqr";
import { commandLine } from "../../../start-command.ts";
import { joinUrls } from "./addresses.ts";

export interface Announced {
  /** The site's URLs for others, likeliest first. */
  urls: string[];
  /** The site's address on this machine. */
  localUrl: string;
  instructorKey: string;
  helperKey: string;
  /** Whether the terminal shows colours. */
  isColoured: boolean;
}

export function announcement({ urls, localUrl, instructorKey, helperKey, isColoured }: Announced): string {
  const [first, ...others] = joinUrls(urls);
  // Browsers never send what follows #, so no log contains the secret.
  const page = `${urls[0] ?? localUrl}/instructor/#key=`;
  const staff = `  Instructor  ${page}${instructorKey}\n  Helper      ${page}${helperKey}`;
  if (!first) {
    return `\n${staff}\n\n  No network: nobody else can reach this machine. Join one, or make one (a phone's hotspot), and reload the page.\n`;
  }
  const lines = [
    "",
    `  Join        ${first}`,
    ...others.map((url) => `  or          ${url}`),
    staff,
    "",
    qrCode(first, isColoured),
    "",
  ];
  return lines.join("\n");
}

/** Returns a QR code: dark on light if the terminal has colours, otherwise light on dark. */
function qrCode(text: string, isColoured: boolean): string {
  const code = renderUnicodeCompact(text, { border: 2, invert: isColoured });
  const dark = "\x1b[30;107m";
  return code
    .split("\n")
    .map((line) => (isColoured ? `  ${dark}${line}\x1b[0m` : `  ${line}`))
    .join("\n");
}

/** What to do about labs for fewer than all learners: `isChosen` when `--capacity` set how many, else memory did. */
export function tooFewLabs(labs: number, learners: number, isChosen: boolean): string {
  return isChosen
    ? `Only ${labs} of the ${learners} labs can be open at a time. Start with a larger --capacity`
    : `Only ${labs} of the ${learners} labs fit into the free memory. End other programs, or see ${commandLine("--check")}`;
}
