// Which lab a request means, and whether it may change that lab: the id is enough to look, the token allows changes.
import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import { addressOf } from "../admission/address.ts";
import type { Guesses } from "../admission/guesses.ts";
import type { Workshop } from "../workshop/workshop.ts";
import { bearerOf } from "./bearer.ts";

export type Api = Hono<{ Bindings: HttpBindings }>;
export type ApiRequest = Context<{ Bindings: HttpBindings }>;

/** Returns whether `secret`, sent from `address`, allows changing the lab. Throws a LabError if it would, but not now. */
export type MayChange = (lab: Lab, secret: string, address: string) => boolean;

/**
 * The lab's own token allows changing it, and in a workshop a guest's and the instructor's key do. A token is too long to be guessed, so
 * others' guesses from the same address don't keep its holder out.
 */
export const ownerOrHelper =
  (guesses: Guesses, workshop: Pick<Workshop, "isGuest" | "mayHelp"> | undefined): MayChange =>
  (lab, secret, address) =>
    lab.mayChange(secret) ||
    workshop?.isGuest(lab.id, secret) ||
    guesses.check(address, () => workshop?.mayHelp(lab.id, secret) ?? false);

export interface LabAccess {
  /** Returns the lab that this request reads. Throws a LabError if there is no such lab. */
  readable: (c: ApiRequest) => Lab;
  /** Returns the lab that this request changes. Throws a LabError if there is no such lab or the token isn't its own. */
  changeable: (c: ApiRequest) => Lab;
  /** Returns the lab that this request ends, which only its own token may. Throws a LabError as above. */
  owned: (c: ApiRequest) => Lab;
}

export function createLabAccess(labs: Pick<Labs, "find" | "touch">, mayChange: MayChange): LabAccess {
  const readable = (c: ApiRequest) => labs.find(c.req.param("id") ?? "");

  function tokenOf(c: ApiRequest): string {
    const token = bearerOf(c.req.header("authorization"));
    if (token) return token;
    throw new LabError(
      "unauthorized",
      "This call changes a lab. Send the token from POST /api/labs: Authorization: Bearer <token>",
    );
  }

  function changeable(c: ApiRequest): Lab {
    const lab = readable(c);
    if (!mayChange(lab, tokenOf(c), addressOf(c.env.incoming))) {
      throw new LabError(
        "forbidden",
        "This token is not the one of this lab. Use the token that POST /api/labs gave with this id.",
      );
    }
    labs.touch(lab.id);
    return lab;
  }

  return {
    readable,
    changeable,
    owned(c) {
      const lab = changeable(c);
      if (lab.mayChange(tokenOf(c))) return lab;
      throw new LabError(
        "forbidden",
        "Only the person who opened this lab can end it, with the token that POST /api/labs gave. An instructor can reset it.",
      );
    },
  };
}
