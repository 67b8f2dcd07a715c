// How this program was started, for messages that say what to run: from a checkout, or as the installed package.

/** The package is JavaScript. */
export const isPackage: boolean = import.meta.url.endsWith(".js");

/** Returns the command line that starts Crosstalk with these flags: `npm start -- --port 80`, `npx crosstalk-lab --port 80`. */
export function commandLine(flags = ""): string {
  if (isPackage) return `npx crosstalk-lab ${flags}`.trim();
  return flags ? `npm start -- ${flags}` : "npm start";
}
