// A lab with what lets this browser change it.

export interface LabKey {
  id: string;
  token: string;
  /** It's the lab of a pair, at which this browser's learner is the guest. The class bar saves it; see site/workshop/pairs/seat.ts. */
  isSeat?: boolean;
}

export const isKey = (value: unknown): value is LabKey =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "token" in value &&
  typeof value.token === "string";
