// How long `npm start` takes until it prints its address: with the site built, and the first time.
import { existsSync, renameSync, rmSync } from "node:fs";
import { startPlayground } from "../compared-servers.ts";
import { atMost, median, ms, type Row } from "../measure.ts";

const site = "dist";
const aside = "dist.aside";

export async function starting(redisUrl: string): Promise<Row[]> {
  await start(redisUrl); // builds the site if necessary
  const built: number[] = [];
  for (let count = 0; count < 5; count += 1) built.push(await start(redisUrl));
  const first = await withoutSite(() => start(redisUrl));
  return [
    {
      what: "`npm start` until it can be used, site built (median of 5)",
      measured: ms(median(built)),
      target: atMost(median(built), 2000, "ms"),
    },
    { what: "  the first time, with the site's build", measured: ms(first) },
  ];
}

async function start(redisUrl: string): Promise<number> {
  const { startedIn, close } = await startPlayground(redisUrl);
  await close();
  return startedIn;
}

/** The built site is put back if the work fails. */
async function withoutSite(work: () => Promise<number>): Promise<number> {
  renameSync(site, aside);
  try {
    return await work();
  } finally {
    if (existsSync(site)) rmSync(aside, { recursive: true });
    else renameSync(aside, site);
  }
}
