// What `npm start -- --workshop` prints: where learners join, as text and as a QR code, and where the instructor goes.
import { renderUnicodeCompact } from "uqr";

export interface Announced {
  /** Addresses of the site for others, the likeliest first. */
  urls: string[];
  /** The site's address on this machine. */
  localUrl: string;
  instructorKey: string;
  /** A terminal that shows colours. */
  isColoured: boolean;
}

export function announcement({ urls, localUrl, instructorKey, isColoured }: Announced): string {
  const [first, ...others] = urls.map((url) => `${url}/join/`);
  // After # nothing is sent to any server, so no log keeps the secret.
  const instructor = `  Instructor  ${urls[0] ?? localUrl}/instructor/#key=${instructorKey}`;
  if (!first) {
    return `\n${instructor}\n\n  No network: nobody else can reach this machine. Join one, or make one (a phone's hotspot), and look at the page again.\n`;
  }
  const lines = [
    "",
    `  Join        ${first}`,
    ...others.map((url) => `  or          ${url}`),
    instructor,
    "",
    qrCode(first, isColoured),
    "",
  ];
  return lines.join("\n");
}

/** Dark on light whatever the terminal's colours are, where it has any; else as light characters on a dark ground. */
function qrCode(text: string, isColoured: boolean): string {
  const code = renderUnicodeCompact(text, { border: 2, invert: isColoured });
  const dark = "\x1b[30;107m";
  return code
    .split("\n")
    .map((line) => (isColoured ? `  ${dark}${line}\x1b[0m` : `  ${line}`))
    .join("\n");
}
