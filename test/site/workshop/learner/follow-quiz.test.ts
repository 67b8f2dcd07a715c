// A learner's page reports its answers to the quiz: all of them in one event, however many changed at once.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { questionIds } from "../../../../servers/quiz/questions.ts";
import { openRound } from "../../../../site/quiz/open-round.ts";
import { quizKey, writeAnswer } from "../../../../site/quiz/saved-answers.ts";
import { followQuiz } from "../../../../site/workshop/learner/follow-quiz.ts";

let kept: Record<string, string>;
beforeEach(() => {
  kept = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => void Reflect.deleteProperty(kept, key),
  };
  const shown = { enumerable: true, configurable: true };
  const storage = { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: () => shown };
  vi.stubGlobal("localStorage", new Proxy(methods, storage));
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("dispatchEvent", page.dispatchEvent.bind(page));
});
afterEach(() => vi.unstubAllGlobals());

type Socket = Parameters<typeof followQuiz>[0];

function follow() {
  const reports: unknown[] = [];
  const listeners = new Map<string, (argument?: unknown) => void>();
  const socket = {
    connected: true,
    emit: (_event: string, report: unknown) => reports.push(report),
    on: (event: string, listener: (argument?: unknown) => void) => listeners.set(event, listener),
  };
  const end = followQuiz(socket as unknown as Socket);
  return {
    socket,
    reports,
    end,
    hears: (event: string, argument?: unknown) => listeners.get(event)?.(argument),
  };
}

const settled = () => Promise.resolve();
const answerAll = () => {
  for (const question of questionIds)
    writeAnswer(quizKey("before", question), { tried: ["right"], at: Date.now() });
};

test("twelve answers that are saved at once are one report; the reader's own aren't in it", async () => {
  const { reports } = follow();
  answerAll();
  writeAnswer(quizKey("own", "late"), { tried: ["channels-are-keys"], at: 1 });
  expect(reports).toEqual([]);
  await settled();
  expect(reports).toHaveLength(1);
  expect(Object.keys((reports[0] as { before: object }).before)).toEqual(questionIds);
  expect(reports[0]).toMatchObject({ after: {} });
});

test("each connection reports all, and without one nothing is sent", async () => {
  const { socket, reports, hears, end } = follow();
  socket.connected = false;
  answerAll();
  await settled();
  expect(reports).toEqual([]);
  socket.connected = true;
  hears("connect");
  expect(reports).toHaveLength(1);
  end();
  answerAll();
  await settled();
  expect(reports).toHaveLength(1);
});

test("the round that is open is kept for the quiz's page, until it's closed or the learner is removed", () => {
  const { hears } = follow();
  hears("room", { quiz: { open: { round: "before", answered: 0, of: 1 }, revealed: null } });
  expect(openRound()).toBe("before");
  hears("room", { quiz: { open: null, revealed: null } });
  expect(openRound()).toBeUndefined();
  hears("room", { quiz: { open: { round: "after", answered: 0, of: 1 }, revealed: null } });
  hears("removed");
  expect(openRound()).toBeUndefined();
});
