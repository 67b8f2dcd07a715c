// Which connections the workshop accepts, and in which role.

import type { StaffRole, WorkshopAuth } from "../../class/protocol-roles.ts";
import { LabError } from "../../lab/errors.ts";
import { maxNameLength } from "../../protocol.ts";
import { safeParse } from "../safe-parse.ts";
import { cleanName } from "./clean-text.ts";
import { authSchema } from "./event-schemas.ts";
import { idOf } from "./roster.ts";

/** Who connected, as its `auth` says. */
export type Participant =
  | { role: "learner" | "phone"; id: string; key: string; name: string; address: string }
  | { role: StaffRole }
  | { role: "projector" };

/** Returns what this key makes its holder, or null. Throws a LabError if too many wrong ones came from this address. */
export type RoleOfKey = (key: string, address: string) => StaffRole | null;

/** Checks `auth` and returns the person. Throws a LabError if it is invalid. `address` is from `addressOf`. */
export function authenticate(auth: unknown, address: string, roleOfKey: RoleOfKey): Participant {
  const parsed = safeParse<WorkshopAuth>(authSchema, auth);
  if (!parsed.success) {
    const roles = ["learner", "phone", "instructor", "projector"] satisfies WorkshopAuth["role"][];
    throw new LabError(
      "invalid",
      `To join, send auth: {role: "${roles.join('" or "')}"}, with a key of 16 to 64 characters and a name for a learner or a phone, and the instructor's key for an instructor.`,
    );
  }
  const person = parsed.data;
  if (person.role === "projector") return { role: "projector" };
  if (person.role === "instructor") {
    const role = roleOfKey(person.key, address);
    if (role !== null) return { role };
    throw new LabError(
      "forbidden",
      "This is not the instructor's key. Open the address that the terminal printed; the key is in it after #key=.",
    );
  }
  const name = cleanName(person.name);
  if (name === null) {
    throw new LabError(
      "invalid",
      `A name must have 1 to ${maxNameLength} visible characters; this one has none. Type a name.`,
    );
  }
  return { role: person.role, id: idOf(person.role, person.key), key: person.key, name, address };
}
