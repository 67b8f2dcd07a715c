// One lab for all tests of a group, with hands in it: each step begins in the state that the one before left.
import { afterAll, beforeAll } from "vitest";
import type { RedisState } from "../../servers/protocol.ts";
import { openWorld, type World } from "../world.ts";
import { openHands, type TestHands } from "./hands.ts";

/** To be called in a group of tests; the lab is there while they run, unless its Redis is `missing` here. */
export function labOfTests(kind: RedisState["kind"], missing: boolean): { readonly hands: TestHands } {
  let world: World;
  let hands: TestHands;
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    hands = await openHands(world, await world.openLab({ shared: true }));
  });
  afterAll(async () => {
    hands?.close();
    await world?.close();
  });
  return {
    get hands() {
      return hands;
    },
  };
}
