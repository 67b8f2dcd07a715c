// Random states a learner may have left a lab in: servers dead, cables dark, clients away, and whatever else the page has a
// control for.

import { linkNames, serverNames } from "../../servers/protocol.ts";
import type { Action } from "../../site/lab/steps/actions.ts";
import fc from "../random.ts";

const server = fc.constantFrom(...serverNames);
const client = fc.constantFrom("α", "β");

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ server, link: fc.constantFrom(...linkNames) }),
  fc.record({ server, do: fc.constantFrom("kill", "start") }),
  fc.record({
    cable: server,
    state: fc.constantFrom("up", "close", "reset", "blackhole"),
    delayMs: fc.constantFrom(0, 500),
  }),
  fc.record({ client, do: fc.constantFrom("connect", "disconnect", "drop") }),
  fc.record({ client, do: fc.constant("join"), room: fc.constantFrom("tea", "go") }),
  fc.record({ client, event: fc.constant("message"), data: fc.constant("hi") }),
  fc.record({ balancer: fc.record({ sticky: fc.boolean() }) }),
  fc.record({ redis: fc.constantFrom("SUBSCRIBE news", "PUBLISH news hi") }),
);

/** That many runs of up to six actions, the same for the same seed. */
export const randomActions = (count: number, seed: number): Action[][] =>
  fc.sample(fc.array(action, { minLength: 1, maxLength: 6 }), { numRuns: count, seed });
