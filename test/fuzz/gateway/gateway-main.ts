// The gateway as a process of its own: what ends it doesn't end the fuzzer. Sends where it listens, and ends with its parent.

import { siteFolder } from "../../../servers/gateway/pages/build.ts";
import { createSite } from "../../../servers/gateway/pages/site.ts";
import { openPlayground } from "../../playground.ts";
import { instructorKey } from "../words.ts";

const { gateway, redis } = await openPlayground({
  capacity: 2,
  site: createSite(siteFolder()),
  workshop: { instructorKey, publicUrl: null, learners: 0 },
});
process.send?.({ port: gateway.port, redisUrl: redis.url });
process.once("disconnect", () => process.exit());
