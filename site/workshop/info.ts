// Asks the gateway whether a workshop is running.
import type { WorkshopInfo } from "../../servers/protocol-workshop-http.ts";
import { withBase } from "../base.ts";

/** Resolves to null if there is none; rejects while the gateway doesn't respond. */
export async function workshopInfo(): Promise<WorkshopInfo | null> {
  const answer = await fetch(withBase("/api/workshop"), { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`GET ${answer.url}: HTTP ${answer.status}`);
  return (await answer.json()) as WorkshopInfo;
}

const againMs = 2_000;

/** The same, repeated until there is a response. */
export async function awaitInfo(): Promise<WorkshopInfo | null> {
  for (;;) {
    try {
      return await workshopInfo();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
