// Keeps a phone's screen on while it's a client of the shared lab. Browsers offer this on HTTPS and on localhost only, and may refuse it
// to save power; then the phone sleeps as usual.

/** Returns a function that says whether the screen has to stay on. Browsers let it sleep when the page is hidden, so it's asked again. */
export function createWakeLock(
  page: Pick<Document, "visibilityState" | "addEventListener">,
  wakeLock: Pick<WakeLock, "request"> | undefined,
): (isNeeded: boolean) => void {
  let isNeeded = false;
  let lock: Promise<WakeLockSentinel | undefined> | undefined;

  function update(): void {
    if (isNeeded && page.visibilityState === "visible") lock ??= ask();
    else if (!isNeeded) {
      void lock?.then((held) => held?.release()).catch(() => {});
      lock = undefined;
    }
  }

  async function ask(): Promise<WakeLockSentinel | undefined> {
    try {
      return await wakeLock?.request("screen");
    } catch {
      return undefined; // the battery is low, or the page was hidden meanwhile
    }
  }

  page.addEventListener("visibilitychange", () => {
    if (page.visibilityState === "hidden") lock = undefined; // the browser has released it
    update();
  });
  return (needed) => {
    isNeeded = needed;
    update();
  };
}
