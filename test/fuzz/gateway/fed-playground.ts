// A gateway with one lab and a workshop, for any input, and a check that it's in the same state as before.
import type { OpenedLab } from "../../../servers/protocol.ts";
import { openPlayground as open } from "../../playground.ts";
import { instructorKey } from "../placeholders.ts";
import { expectThat } from "../target.ts";

export interface Playground {
  url: string;
  lab: OpenedLab;
  /** Throws unless the gateway responds and both servers are running in their original processes. */
  isWell: () => Promise<void>;
  close: () => Promise<void>;
}

export async function openPlayground(): Promise<Playground> {
  const workshop = { instructorKey, publicUrl: null, learners: 0 };
  const { url, close } = await open({ capacity: 1, poolSize: 0, workshop });
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
    close,
  };
}
