// The quiz: its questions in order, and which misconception each wrong answer stands for. Pages judge with it; the gateway checks
// and counts. Its words are in site/quiz/words/, in each language.

/** The answers to each question, as they are listed: "right" is the right one, every other one is the misconception behind it. */
export const questions = {
  silence: ["errors-tell", "broadcasts-wait", "right"],
  asked: ["timeouts-tell", "right", "acknowledgements-cross"],
  rooms: ["right", "rooms-in-redis", "redis-knows-clients"],
  "one-side": ["receiver-alone", "sender-alone", "right"],
  late: ["redis-stores-messages", "right", "channels-are-keys"],
  receivers: ["right", "receivers-got-it", "redis-knows-clients"],
  balancer: ["adapter-replaces-sticky", "retries-get-in", "right"],
  queued: ["right", "own-clients-by-redis", "outage-loses-all"],
  outage: ["servers-go-on-alone", "right", "redis-clients-wait"],
  missed: ["any-adapter-recovers", "redis-stores-messages", "right"],
  sharing: ["databases-separate", "right", "apps-are-apart"],
  more: ["right", "servers-share-broadcasts", "only-servers-with-the-room"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Questions = typeof questions;
export type QuestionId = keyof Questions;
/** The answers to one question. */
export type AnswerTo<Id extends QuestionId> = Questions[Id][number];
export type QuizAnswer = AnswerTo<QuestionId>;
export type Misconception = Exclude<QuizAnswer, "right">;

export const questionIds = Object.keys(questions) as readonly QuestionId[];
/** In the order of the questions. */
export const misconceptions: readonly Misconception[] = [...new Set(Object.values(questions).flat())].filter(
  (answer) => answer !== "right",
);

export function isQuestion(value: unknown): value is QuestionId {
  return questionIds.some((id) => id === value);
}

/** Whether it's one of this question's answers. */
export function isAnswerTo(question: QuestionId, value: unknown): value is QuizAnswer {
  return questions[question].some((answer) => answer === value);
}
