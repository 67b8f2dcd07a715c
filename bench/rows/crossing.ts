// The way of a message from α on A to β on B: through Crosstalk with everything watching, bare, and through nginx.
import { connect, connectTo, openLab, pathTimes, setLinks, watch } from "../clients.ts";
import { atMost, median, ms, quantile, type Row } from "../measure.ts";
import { startBareServer, startNginx } from "../processes.ts";

export async function crossing(redisUrl: string, playground: string): Promise<Row[]> {
  const servers = [await startBareServer(redisUrl), await startBareServer(redisUrl)] as const;
  const nginx = await startNginx(servers);
  const lab = await openLab(playground);
  await setLinks(lab, "adapter");
  const watcher = await watch(playground, lab);

  const ways = {
    watched: [await connectTo(playground, lab, "a"), await connectTo(playground, lab, "b")],
    bare: [await connect(servers[0].url), await connect(servers[1].url)],
    ...(nginx && {
      nginx: [await connect(nginx.url, "/a/socket.io/"), await connect(nginx.url, "/b/socket.io/")],
    }),
  } as const;
  const times: Record<string, number[]> = {};
  // In turn, block by block, so that a noisy moment meets all of them; the first block warms up.
  for (let block = 0; block < 11; block += 1) {
    for (const [way, [alpha, beta]] of Object.entries(ways)) {
      const taken = await pathTimes(alpha, beta, 200);
      if (block > 0) times[way] = [...(times[way] ?? []), ...taken];
    }
  }
  for (const [alpha, beta] of Object.values(ways)) for (const socket of [alpha, beta]) socket.disconnect();
  watcher.close();
  await lab.close();
  await nginx?.close();
  await Promise.all(servers.map((server) => server.close()));

  const { watched = [], bare = [] } = times;
  const ratio = median(watched) / median(bare);
  const row = ([way, taken]: [string, number[]]): Row => ({
    what: `α on A to β on B, ${way}: median, p99`,
    measured: `${ms(median(taken))}, ${ms(quantile(taken, 0.99))}`,
  });
  return [
    ...Object.entries(times).map(row),
    {
      what: "  watched : bare at the median",
      measured: `${ratio.toFixed(2)} ×`,
      target: atMost(ratio, 2, "×"),
    },
    ...(nginx ? [] : [{ what: "  nginx", measured: "not installed" }]),
    { what: "  events of the trace that the watcher got", measured: String(watcher.count()) },
  ];
}
