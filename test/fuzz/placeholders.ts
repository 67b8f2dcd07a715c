// Placeholders in an input for what only a run knows. Each is as long as its replacement, so that no length changes.

/** For a lab's id: 16 characters. */
export const labWord = "LAB-OF-THE-RUN--";
/** For the token of that lab: 32 characters. */
export const tokenWord = "TOKEN-OF-THE-LAB-OF-THE-RUN-----";
/** For the session that Engine.IO opened on this connection: 20 characters. */
export const sessionWord = "SESSION-OF-THE-RUN--";

export const instructorKey = "key-of-the-fuzz-run";

/** For the password of Redis, of any length. */
export const passwordWord = "PASSWORD-OF-REDIS";
