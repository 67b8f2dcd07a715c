// How a server ends when it is asked to: at SIGTERM, which a deploy or `docker stop` sends. Without this, Node ends the process at
// once, as SIGKILL does.

// #region graceful
/** @param close disconnects every client, e.g. with `io.close()`, and then ends the connections to Redis. */
export function closeAtSigterm(close: () => Promise<void>): void {
  process.once("SIGTERM", async () => {
    await close();
    process.exit();
  });
}
// #endregion graceful
