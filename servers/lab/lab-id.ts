// What names a lab: its id, which lets one watch and join, its token, which lets one change it, and its prefix in Redis.
import { randomBytes } from "node:crypto";

/** Returns a new id that nobody can guess. With several gateways it begins with the gateway's name, by which balancers route. */
export function newLabId(gateway: string | undefined): string {
  const random = randomBytes(12).toString("base64url");
  return gateway === undefined ? random : `${gateway}.${random}`;
}

export const newToken = (): string => randomBytes(24).toString("base64url");

/** Returns the prefix of a lab's keys and channels, which separates it from other labs on the same Redis. */
export const prefixOf = (lab: string): string => `${lab}:`;
