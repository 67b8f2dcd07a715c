// Clients that send without a pause, so that anything a switch loses or duplicates is noticed.
import type { TestClient, TestLab } from "../../../world.ts";

export interface Talk {
  /** Resolves when everything that was sent has been acknowledged, with the texts by sender. */
  stop: () => Promise<Map<TestClient, string[]>>;
}

/** Each sender sends its next line as soon as its server has acknowledged the last. */
export function talk(speakers: Record<string, TestClient>): Talk {
  const said = new Map<TestClient, string[]>();
  let isOver = false;
  const turns = Object.entries(speakers).map(async ([name, speaker]) => {
    const lines: string[] = [];
    said.set(speaker, lines);
    while (!isOver) {
      const line = `${name} says ${lines.length}, run ${run}`;
      lines.push(line);
      await speaker.send(line);
    }
  });
  run += 1;
  return {
    async stop() {
      isOver = true;
      await Promise.all(turns);
      return said;
    },
  };
}

let run = 0;

/** Two clients on each server of a lab. */
export async function fourClients(lab: TestLab, transports: string[]) {
  const [alpha, alpha2, beta, beta2] = await Promise.all(
    (["a", "a", "b", "b"] as const).map((server) => lab.client(server, { transports })),
  );
  if (!alpha || !alpha2 || !beta || !beta2) throw new Error("four were asked for");
  return { alpha, alpha2, beta, beta2, all: [alpha, alpha2, beta, beta2] };
}

/** Texts that were heard more than once. */
export function duplicates(client: TestClient): unknown[] {
  const seen = new Set<unknown>();
  return client.heard.filter((data) => seen.size === seen.add(data).size);
}
