// `npm run bench`: what Crosstalk costs, side by side with bare servers and nginx in one run.
// Traffic stays on loopback, bounded in count and time; everything that it starts, it ends.
import { cpus } from "node:os";
import { locateRedis } from "../servers/redis/locate.ts";
import { atMost, ms, printRow, type Row } from "./measure.ts";
import { startPlayground } from "./processes.ts";
import { course } from "./rows/class.ts";
import { crossing } from "./rows/crossing.ts";
import { lighthouse } from "./rows/lighthouse.ts";
import { manyLabs } from "./rows/many-labs.ts";
import { memory } from "./rows/memory.ts";
import { opening } from "./rows/opening.ts";
import { page } from "./rows/page.ts";
import { swapping } from "./rows/swapping.ts";
import { toggling } from "./rows/toggling.ts";
import { workshop } from "./rows/workshop.ts";

const { model } = cpus()[0] ?? { model: "unknown processor" };
const redis = await locateRedis();
console.log(
  `${cpus().length} × ${model.trim()}, Node ${process.version}, Redis: ${redis.kind} ${redis.version}\n`,
);
try {
  await (await startPlayground(redis.url)).close(); // builds the site if need be
  const playground = await startPlayground(redis.url);
  const started: Row = {
    what: "npm start prints its address, site built",
    measured: ms(playground.startedIn),
    target: atMost(playground.startedIn, 2000, "ms"),
  };
  try {
    printRow(started);
    const measurements = [
      () => opening(redis, playground.url),
      () => toggling(playground.url),
      () => crossing(redis.url, playground.url),
      () => memory(playground.url),
      () => swapping(playground.url),
      () => manyLabs(playground, 40),
      () => workshop(redis.url),
      () => course(redis.url),
      () => page(playground.url),
      () => lighthouse(playground.url),
    ];
    for (const measure of measurements) for (const row of await measure()) printRow(row);
  } finally {
    await playground.close();
  }
} finally {
  await redis.close();
}
