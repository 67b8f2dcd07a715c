// The playground's lab: it has clients of its own, a reload keeps all of it, and once it has ended a press opens another.
import { maxClients } from "../lab/arrangement/arrangement.ts";
import { Lab } from "../lab/live/lab.svelte.ts";

export const playgroundLab = new Lab({ reopensOnPress: true, keepsAllAs: "playground", maxClients });
