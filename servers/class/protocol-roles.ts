// Who takes part in a workshop, and what those who run it may do.

/**
 * `auth` of a connection to `/workshop/socket.io/`. A learner's or phone's browser makes its `key` at random; the key shows
 * that it's the same browser as before, and nobody else learns it. An instructor's, and a helper's, is the one `npm start` printed; it says which of the two it is.
 */
export type WorkshopAuth =
  | { role: "learner"; key: string; name: string }
  | { role: "phone"; key: string; name: string }
  | { role: "instructor"; key: string }
  /** What the whole room may see. */
  | { role: "projector" };

/** Those who see the roster. */
export type StaffRole = "instructor" | "helper";

/** What a helper may do of what an instructor can: besides, both look at labs, and change one while its learner allows help. */
export const helperEvents: readonly string[] = ["answer"];

export interface StaffNews {
  /** To instructors and helpers: which of the two their key makes them. */
  role: (role: StaffRole) => void;
}
