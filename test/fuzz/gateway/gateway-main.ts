// The gateway in its own process, so that what ends it doesn't end the fuzzer. Sends its address, and ends with its parent.

import { siteFolder } from "../../../servers/gateway/pages/build.ts";
import { createSite } from "../../../servers/gateway/pages/site.ts";
import { openPlayground } from "../../playground.ts";
import { instructorKey } from "../placeholders.ts";

const { gateway, redis } = await openPlayground({
  capacity: 2,
  site: createSite(siteFolder()),
  workshop: { instructorKey, publicUrl: null, learners: 0 },
});
process.send?.({ port: gateway.port, redisUrl: redis.url });
process.once("disconnect", () => process.exit());
