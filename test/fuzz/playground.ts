// A gateway with one lab and a workshop, to be fed with anything, and the question whether it still is as it was.
import { createGateway } from "../../servers/gateway/gateway.ts";
import type { OpenedLab } from "../../servers/protocol.ts";
import { locateRedis } from "../../servers/redis/locate.ts";
import { expectThat } from "./target.ts";

export interface Playground {
  url: string;
  lab: OpenedLab;
  /** Throws unless the gateway answers and both servers run in the processes that they began in. */
  isWell: () => Promise<void>;
  close: () => Promise<void>;
}

export const instructorKey = "key-of-the-fuzz-run";

export async function openPlayground(): Promise<Playground> {
  const redis = await locateRedis({ kind: "embedded" });
  const gateway = await createGateway({
    host: "127.0.0.1",
    port: 0,
    capacity: 1,
    poolSize: 0,
    redis,
    site: (_req, res) => void res.writeHead(404).end(),
    workshop: { instructorKey, publicUrl: null, learners: 0 },
  });
  const url = `http://127.0.0.1:${gateway.port}`;
  const lab = (await (await fetch(`${url}/api/labs`, { method: "POST" })).json()) as OpenedLab;
  return {
    url,
    lab,
    async isWell() {
      const answer = await fetch(`${url}/api/labs/${lab.id}`, { signal: AbortSignal.timeout(10_000) });
      expectThat(answer.status === 200, `the lab answers ${answer.status}`);
      const { servers } = (await answer.json()) as OpenedLab;
      for (const name of ["a", "b"] as const) {
        const { state, pid } = servers[name];
        expectThat(state === "running" && pid === lab.servers[name].pid, `server ${name} is ${state}`);
      }
    },
    async close() {
      await gateway.close();
      await redis.close();
    },
  };
}
