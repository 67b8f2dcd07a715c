// Every exercise, against real servers: accepts its solution and others, and refuses what is wrong with the reason.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeFile } from "../../servers/protocol.ts";
import { exercises } from "../../site/lab/exercise/catalog/all.ts";
import { type Exercise, textsOf } from "../../site/lab/exercise/exercise.ts";
import { judgeExercise } from "../../site/lab/exercise/trials.ts";
import type { CodeFiles } from "../../site/lab/live/api-client.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { openWorld, redisKinds, type TestLab, type World } from "../world.ts";
import { type Answer, answers } from "./solutions/solutions.ts";
import { openLabActions, type TestLabActions } from "./test-lab-actions.ts";

const read = (file: CodeFile) => readFileSync(new URL(`../../servers/chat/${file}`, import.meta.url), "utf8");

const changed = (start: CodeFiles, answer: Answer): CodeFiles =>
  Object.fromEntries(
    Object.entries(start).map(([file, text]) => [file, answer[file as CodeFile]?.(text) ?? text]),
  );

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  if (missing) return void test.skip("no redis-server on the PATH");
  let world: World;
  let lab: TestLab;
  let actions: TestLabActions;
  beforeAll(async () => {
    world = await openWorld(kind, { poolSize: 4 });
  });
  afterAll(() => world.close());

  async function handIn(exercise: Exercise, files: CodeFiles) {
    await lab.change("PATCH", "/code", { files });
    return judgeExercise(exercise, { actions, prepare: (target) => setUp(target, actions) });
  }

  describe.each(Object.entries(exercises))("%s", (name, exercise: Exercise) => {
    const { start, solution } = textsOf(exercise, read);
    const { right, wrong } = answers[name as keyof typeof answers];
    // The lab's limit on changes of its code counts for each lab.
    beforeAll(async () => {
      lab = await world.openLab({ shared: true });
      actions = await openLabActions(world, lab);
    });
    afterAll(async () => {
      actions.close();
      await lab.change("DELETE", "");
    });

    const accepted: [string, CodeFiles][] = [
      ["its solution", solution],
      ...Object.entries(right).map(([what, answer]): [string, CodeFiles] => [what, changed(start, answer)]),
    ];
    test.each(accepted)("accepts %s", async (_, files) => {
      expect(await handIn(exercise, files), actions.refused.join("; ")).toEqual({ is: "passed" });
    });

    // What is wrong is wrong over any Redis; a real one also refuses commands.
    test.skipIf(kind === "embedded").each(Object.entries(wrong))(
      "refuses %s",
      async (_, { answer, problem }) => {
        expect(await handIn(exercise, changed(start, answer)), actions.refused.join("; ")).toMatchObject({
          is: "failed",
          problem,
        });
      },
    );
  });
});
