// One lab for all tests of a group, with actions on it: each step begins in the state the one before left.
import { afterAll, beforeAll } from "vitest";
import type { RedisState } from "../../servers/protocol.ts";
import { openWorld, type World } from "../world.ts";
import { openLabActions, type TestLabActions } from "./test-lab-actions.ts";

/** Call it in a group of tests; the lab exists while they run, unless its Redis is `missing` here. */
export function labOfTests(kind: RedisState["kind"], missing: boolean): { readonly actions: TestLabActions } {
  let world: World;
  let actions: TestLabActions;
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    actions = await openLabActions(world, await world.openLab({ shared: true }));
  });
  afterAll(async () => {
    actions?.close();
    await world?.close();
  });
  return {
    get actions() {
      return actions;
    },
  };
}
