// Prints which Redis the tests can use. CI installs one, so a missing one is a failure there, not a skip.
import { findRedisServer } from "../../servers/redis/local.ts";

export default async function setup(): Promise<void> {
  if (await findRedisServer(process.env.PATH ?? "")) return;
  const missing = "redis-server is not on the PATH";
  if (process.env.CI) throw new Error(`${missing}. Install it in CI, so that the tests on real Redis run.`);
  console.log(
    `\n${missing}: the tests on real Redis are skipped. Install it (Debian: apt install redis-server) to run them.\n`,
  );
}
