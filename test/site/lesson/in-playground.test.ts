// Every step of every lesson fits into a link to the playground, and comes out of it as it was.
import { describe, expect, test } from "vitest";
import { completed } from "../../../site/lab/arrangement/arrangement.ts";
import { decode } from "../../../site/lab/arrangement/decode.ts";
import { arrangementOf, playgroundAddress } from "../../../site/lesson/in-playground.ts";
import { stepsOf } from "../../lessons/read.ts";

const steps = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")].map((step) => [step.place, step] as const);
const lab = { links: { a: "none", b: "none" }, clients: [{ name: "α", server: "a" }] } as const;

describe("a step of a lesson in the playground", () => {
  test.each(steps)("%s fits into a link", (place, { setup, run }) => {
    const actors = run.flatMap((action) => ("client" in action ? [action.client] : []));
    const clients = [...new Set(actors)].map((name) => ({ name, server: "a" as const }));
    const arrangement = arrangementOf(setup, { ...lab, clients }, run);
    const address = playgroundAddress(arrangement, "zh-cn", place);
    expect(decode(address.slice(address.indexOf("#")))).toEqual({ arrangement });
  });

  test("is as the lesson's lab, where its setup says nothing", () => {
    expect(arrangementOf(undefined, { ...lab, balancer: { sticky: true } }, [])).toEqual(
      completed({ ...lab, balancer: { sticky: true } }),
    );
    const setup = { links: { a: "adapter" }, cables: { b: { state: "close" } } } as const;
    expect(arrangementOf(setup, { ...lab, balancer: { sticky: true } }, [])).toEqual(
      completed({ ...lab, ...setup }),
    );
  });

  test("that is too long fails with its place", () => {
    const run = [{ client: "α", event: "message", data: "x".repeat(1_500) }];
    expect(() => playgroundAddress(arrangementOf(undefined, lab, run), "en", "lessons/01.mdx:9")).toThrow(
      /^lessons\/01\.mdx:9: the step is too long for a link/,
    );
  });
});
