// Says which Redis the tests can have. CI installs one, so there a missing one is a failure and not a skip.
import { findRedisServer } from "../../servers/redis/local.ts";

export default async function setup(): Promise<void> {
  if (await findRedisServer(process.env.PATH ?? "")) return;
  const missing = "redis-server is not on the PATH";
  if (process.env.CI)
    throw new Error(`${missing}. CI has to install it, so that the tests on real Redis run.`);
  console.log(
    `\n${missing}: the tests on real Redis are skipped. Install it (Debian: apt install redis-server) to run them.\n`,
  );
}
