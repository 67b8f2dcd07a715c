// The playground's lab: it has clients of its own, a reload keeps all of it, and once it has ended a press opens another.
import { createLab } from "#lab-source";
import { maxClients } from "../lab/arrangement/arrangement.ts";

export const playgroundLab = createLab({ reopensOnPress: true, keepsAllAs: "playground", maxClients });
