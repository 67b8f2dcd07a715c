// Starts a browser for tests and measurements.
import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/**
 * On Linux x64 the browser comes with an npm package; elsewhere it needs an installed Chrome, Edge or Chromium.
 * Rejects if there is none, and says where to get one. `more` are Chromium switches.
 */
export async function launch(...more: string[]): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", ...more];
  if (process.platform === "linux" && process.arch === "x64") {
    return chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: [...args, "--headless=shell"],
    });
  }
  const installed = ["chrome", "msedge"] as const;
  for (const channel of installed) {
    const browser = await chromium.launch({ channel, args }).catch(() => null);
    if (browser) return browser;
  }
  const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (system) return chromium.launch({ executablePath: system, args });
  throw new Error(
    "The browser tests need a browser. Install Google Chrome, Microsoft Edge or Chromium, and run npm test again.",
  );
}
