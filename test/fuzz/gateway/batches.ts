// Conversations in batches: many at a time, then a check of the gateway's health; if that fails, the fewest that end it.
import fc from "fast-check";
import { fewest } from "../shrink.ts";
import type { Target } from "../target.ts";
import { type FedGateway, openFedGateway } from "./fed-gateway.ts";
import { problemOf } from "./problem.ts";
import type { Conversation, Place, Step } from "./raw-client.ts";

export interface Batches {
  name: string;
  share: number;
  at: Place["at"];
  conversation: fc.Arbitrary<Conversation>;
}

const batchSize = 1000;
const shrinkForMs = 60_000;
/** Faults that depend on timing show only now and then. */
const tries = 300;

export function batches({ name, share, at, conversation }: Batches): Target {
  async function feed(inputs: number, seed: number): Promise<void> {
    const gateway = await openFedGateway();
    try {
      for (let first = 0; first < inputs; first += batchSize) {
        const numRuns = Math.min(batchSize, inputs - first);
        const batch = fc.sample(conversation, { seed: seed + first, numRuns });
        const found = await problemOf(gateway, at, batch);
        if (!found) continue;
        await gateway.close();
        const { problem, fed } = found;
        const least = await shrunk(fed);
        const where = `${name}: seed ${seed}, ${fed.length} of the batch at ${first} were fed`;
        throw new Error(`${where}\n${problem}\nFor test/fuzz/found.ts:\n${printed(name, at, least)}`);
      }
    } finally {
      await gateway.close();
    }
  }

  async function shrunk(inputs: readonly Conversation[]): Promise<Conversation[]> {
    const end = performance.now() + shrinkForMs;
    const mayGoOn = () => performance.now() < end;
    let gateway: FedGateway | undefined;
    const fails = async (few: readonly Conversation[]) => {
      gateway ??= await openFedGateway();
      const repeated = Array.from({ length: Math.ceil(tries / few.length) }, () => few).flat();
      const found = await problemOf(gateway, at, repeated);
      if (!found) return false;
      await gateway.close();
      gateway = undefined;
      return true;
    };
    try {
      const [last, ...others] = (await fewest(inputs, fails, mayGoOn)).reverse();
      if (!last || others.length > 0) return [last ?? [], ...others].reverse();
      const steps = await fewest(last, (fewer) => fails([fewer]), mayGoOn);
      return [await withFewerLines(steps, (fewer) => fails([fewer]), mayGoOn)];
    } finally {
      await gateway?.close();
    }
  }

  return { name, share, feed };
}

async function withFewerLines(
  steps: Conversation,
  fails: (fewer: Conversation) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<Conversation> {
  let now = steps;
  for (const [index, step] of steps.entries()) {
    if (!("send" in step)) continue;
    const withLines = (lines: string[]): Conversation =>
      now.with(index, { send: lines.join("") } satisfies Step);
    const lines = step.send.split(/(?<=\r\n)/);
    now = withLines(await fewest(lines, (fewer) => fails(withLines(fewer)), mayGoOn));
  }
  return now;
}

/** As an entry of the list that every run starts with. */
function printed(name: string, at: Place["at"], inputs: readonly Conversation[]): string {
  const lines = inputs.slice(-4).map((steps) => `      ${ascii(JSON.stringify(steps))},`);
  return `  {\n    name: ${JSON.stringify(name)},\n    at: "${at}",\n    inputs: [\n${lines.join("\n")}\n    ],\n  },`;
}

function ascii(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
