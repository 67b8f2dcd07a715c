// `npm run bench`: what Crosstalk costs, side by side with bare servers, nginx and the Admin UI in one run. Names as
// arguments run only those: `npm run bench -- paths memory`. `npm run bench -- clients` prints what each version of the Redis clients
// does to a server, and `npm run bench -- postgres` what the Postgres adapter carries; these two need npm's registry.
// Traffic stays on loopback, with limits on amount and time. It ends everything it starts.
import { cpus, totalmem } from "node:os";
import { locateRedis } from "../servers/redis/locate.ts";
import { startPlayground } from "./compared-servers.ts";
import { printHead, printRow, type Row } from "./measure.ts";
import { printPostgresTable } from "./postgres/table.ts";
import { printClientTables } from "./redis-clients/tables.ts";
import { course } from "./rows/class.ts";
import { growth } from "./rows/growth.ts";
import { lighthouse } from "./rows/lighthouse.ts";
import { memory } from "./rows/memory.ts";
import { opening } from "./rows/opening.ts";
import { page } from "./rows/page.ts";
import { paths } from "./rows/paths.ts";
import { settingUp } from "./rows/setting-up.ts";
import { starting } from "./rows/starting.ts";
import { swapping } from "./rows/swapping.ts";
import { toggling } from "./rows/toggling.ts";
import { workshop } from "./rows/workshop.ts";

const { model } = cpus()[0] ?? { model: "unknown processor" };
const redis = await locateRedis();
const requested = process.argv.slice(2);
if (requested.includes("clients")) {
  await printClientTables(redis.url);
  await redis.close();
  process.exit();
}
if (requested.includes("postgres")) {
  await printPostgresTable(process.env.POSTGRES_URL);
  await redis.close();
  process.exit();
}
printHead(
  `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}, Redis: ${redis.kind} ${redis.version}`,
);
const isRequested = (name: string) => requested.length === 0 || requested.includes(name);
const print = (rows: Row[]) => rows.forEach(printRow);
try {
  if (isRequested("starting")) print(await starting(redis.url));
  await (await startPlayground(redis.url)).close(); // builds the site if need be
  const playground = await startPlayground(redis.url);
  const measurements = {
    opening: () => opening(redis, playground.url),
    toggling: () => toggling(playground.url),
    "setting-up": () => settingUp(redis, playground.url),
    paths: () => paths(redis.url, playground.url),
    memory: () => memory(redis.url, playground.url),
    swapping: () => swapping(playground.url),
    growth: () => growth(playground),
    workshop: () => workshop(redis.url),
    course: () => course(redis.url),
    page: () => page(playground.url),
    lighthouse: () => lighthouse(playground.url),
  };
  try {
    for (const [name, measure] of Object.entries(measurements)) if (isRequested(name)) print(await measure());
  } finally {
    await playground.close();
  }
} finally {
  await redis.close();
}
