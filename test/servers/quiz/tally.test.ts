// A class's answers by misconception.
import { expect, test } from "vitest";
import { misconceptions, questionIds, questions } from "../../../servers/quiz/questions.ts";
import { isFinished, type LearnersAnswers, type RoundAnswers, tally } from "../../../servers/quiz/tally.ts";

const learner = (before: RoundAnswers, after: RoundAnswers = {}): LearnersAnswers => ({ before, after });
const allRight = Object.fromEntries(questionIds.map((question) => [question, "right"])) as RoundAnswers;

test("nobody's answers have no misconceptions", () => {
  const none = { learners: 0, finished: 0, right: 0, answers: 0 };
  expect(tally([])).toEqual({ rounds: { before: none, after: none }, misconceptions: [] });
  expect(tally([learner({}), learner({})]).rounds.before).toEqual(none);
});

test("counts who has a misconception, of those who were asked about it, before and after", () => {
  const { rounds, misconceptions } = tally([
    learner({ balancer: "adapter-replaces-sticky", rooms: "right" }, allRight),
    learner({ balancer: "adapter-replaces-sticky" }, { balancer: "adapter-replaces-sticky" }),
    learner({ rooms: "rooms-in-redis" }, { balancer: "right" }),
  ]);
  expect(misconceptions).toEqual([
    { misconception: "adapter-replaces-sticky", before: { held: 2, of: 2 }, after: { held: 1, of: 3 } },
    { misconception: "rooms-in-redis", before: { held: 1, of: 2 }, after: { held: 0, of: 1 } },
  ]);
  expect(rounds).toEqual({
    before: { learners: 3, finished: 0, right: 1, answers: 4 },
    after: { learners: 3, finished: 1, right: 13, answers: 14 },
  });
});

test("a learner who has the same misconception in two questions counts once", () => {
  const twice = learner({ late: "redis-stores-messages", missed: "redis-stores-messages" });
  const half = learner({ late: "right", missed: "redis-stores-messages" });
  expect(tally([twice, half, learner({ late: "right" })]).misconceptions).toEqual([
    { misconception: "redis-stores-messages", before: { held: 2, of: 3 }, after: null },
  ]);
});

test("every wrong answer counts for the misconception that it stands for", () => {
  for (const question of questionIds)
    for (const answer of questions[question]) {
      const found = tally([learner({ [question]: answer })]).misconceptions.map(
        ({ misconception }) => misconception,
      );
      expect(found).toEqual(answer === "right" ? [] : [answer]);
    }
  expect(misconceptions).not.toContain("right");
});

test("says nothing about a person", () => {
  const one = tally([learner({ late: "channels-are-keys" }, { late: "right" })]);
  const other = tally([learner({ late: "channels-are-keys" }), learner({}, { late: "right" })]);
  expect(one).toEqual(other);
});

test("the quiz is finished with the last answer", () => {
  expect(isFinished(allRight)).toBe(true);
  const { late: _, ...others } = allRight;
  expect(isFinished(others)).toBe(false);
});
