// The memory of a lab's two servers: PSS, which divides what processes share. Only Linux reports it.
import { readFile } from "node:fs/promises";
import type { Socket } from "socket.io-client";
import type { ServerName } from "../../servers/protocol.ts";
import { startBareServer } from "../compared-servers.ts";
import { connect, connectTo, openLab, setLinks } from "../lab-clients.ts";
import { atMost, type Row, times } from "../measure.ts";

export async function memory(redisUrl: string, playground: string): Promise<Row[]> {
  const what = "memory of a lab's two servers, PSS, one lab open";
  if (process.platform !== "linux") return [{ what, measured: "only Linux reports it" }];
  const lab = await openLab(playground);
  await setLinks(lab, "adapter");
  const { a, b } = lab.servers;
  const watched = await used([a.pid, b.pid], (server) => connectTo(playground, lab, server));
  await lab.close();
  const bare = [await startBareServer(redisUrl), await startBareServer(redisUrl)] as const;
  const urls = { a: bare[0].url, b: bare[1].url };
  const alone = await used([bare[0].pid, bare[1].pid], (server) => connect(urls[server]));
  for (const { close } of bare) await close();
  return [
    {
      what,
      measured: `${watched.toFixed(0)} MB`,
      peer: `${times(watched, alone)} bare servers`,
      target: atMost(watched, 110, "MB"),
    },
  ];
}

/** The megabytes of two servers with a client each, after 200 messages. */
async function used(
  pids: (number | null)[],
  clientOn: (server: ServerName) => Promise<Socket>,
): Promise<number> {
  const [alpha, beta] = [await clientOn("a"), await clientOn("b")];
  for (let i = 0; i < 200; i += 1) await alpha.emitWithAck("message", `message ${i}`);
  let megabytes = 0;
  for (const pid of pids) megabytes += await pss(pid);
  for (const socket of [alpha, beta]) socket.disconnect();
  return megabytes;
}

/** The megabytes of one process. */
export async function pss(pid: number | null): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}
