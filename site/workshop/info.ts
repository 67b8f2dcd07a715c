// Asks the gateway whether it holds a workshop.
import type { WorkshopInfo } from "../../servers/protocol-workshop.ts";

/** Null where there is none; rejects while the gateway does not answer. */
export async function workshopInfo(): Promise<WorkshopInfo | null> {
  const answer = await fetch("/api/workshop", { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`GET /api/workshop: HTTP ${answer.status}`);
  return (await answer.json()) as WorkshopInfo;
}

const againMs = 2_000;

/** The same, asked again until there is an answer. */
export async function awaitInfo(): Promise<WorkshopInfo | null> {
  for (;;) {
    try {
      return await workshopInfo();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
