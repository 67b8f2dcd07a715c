// Steps assume the lessons' own code, while a learner may have left other code on the servers.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { isRunMessage } from "../../../../site/lab/steps/expected.ts";
import { canKeepState, setUp } from "../../../../site/lab/steps/set-up.ts";
import { local, trace, world } from "../build-trace.ts";
import { fakeLab } from "./fake-lab.ts";

const target = { links: { a: "none", b: "none" } } as const;
const changed: Observation = { type: "code", server: "b", code: { files: ["handlers.ts"], print: "x" } };

test("a step's state has the lessons' own code, unless the step keeps the learner's", async () => {
  const { lab, did } = fakeLab([...world("none", "none"), changed]);
  expect(canKeepState(target, lab)).toBe(false);
  expect(canKeepState({ ...target, keepsCode: true }, lab)).toBe(true);
  expect(await setUp({ ...target, keepsCode: true }, lab)).toBe(true);
  expect(did).toEqual([]);
  expect(await setUp(target, lab)).toBe(true);
  expect(did).toEqual(["reset code"]);
});

test("a message sent by hand doesn't count for a step if a server runs changed code", () => {
  const counts = (...observations: Observation[]) => {
    const { messages } = derive(emptyDerived(), trace([...observations, ...local()]));
    const message = [...messages.values()].at(-1);
    const run = [{ client: "α", event: "message", data: "hi" }];
    return message !== undefined && isRunMessage(message, run, target, (name) => name);
  };
  expect(counts(...world("none", "none"))).toBe(true);
  expect(counts(...world("none", "none"), changed)).toBe(false);
});
