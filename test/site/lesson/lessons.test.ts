import { describe, expect, test } from "vitest";
import { course } from "../../../site/course/sidebar.ts";
import { checkExercise } from "../../../site/lesson/exercise/exercise-props.ts";
import { checkExperiment, numberExperiment, placeOf } from "../../../site/lesson/experiment-props.ts";
import { lessonSchema } from "../../../site/lesson/frontmatter.ts";

const lesson = {
  title: "Two servers, and silence",
  description: "Half of the clients hear nothing.",
  minutes: 12,
  outcomes: ["Say who hears a broadcast"],
  sources: [{ title: "Socket.IO: Adapter", url: "https://socket.io/docs/v4/adapter/" }],
  lab: { clients: [{ name: "α", server: "a" }] },
};

function problems(page: unknown): string[] {
  return (
    lessonSchema.safeParse(page).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ??
    []
  );
}

describe("a lesson's frontmatter", () => {
  test("may be a lesson, or a page without a lab", () => {
    expect(problems(lesson)).toEqual([]);
    expect(problems({ title: "Glossary", description: "Every word." })).toEqual([]);
  });

  test("shows A, B and Redis unless it says otherwise", () => {
    expect(lessonSchema.parse(lesson).lab?.show).toEqual(["a", "b", "redis"]);
  });

  test("names an unknown field, and those there are", () => {
    const [problem] = problems({ ...lesson, minuts: 12 });
    expect(problem).toContain(
      "unknown field `minuts`; correct its spelling or remove it. It may have: title, description, minutes",
    );
  });

  test("names an unknown field inside the lab", () => {
    const [problem] = problems({ ...lesson, lab: { clients: [], link: {} } });
    expect(problem).toContain("lab: unknown field `link`");
  });

  test("asks a lesson for its minutes, outcomes and sources", () => {
    expect(problems({ title: "x", description: "y", lab: lesson.lab })).toEqual([
      "minutes: a page with a `lab` is a lesson; add `minutes`.",
      "outcomes: a page with a `lab` is a lesson; add `outcomes`.",
      "sources: a page with a `lab` is a lesson; add `sources`.",
    ]);
  });

  test("refuses two clients of one name, and a client on a server that is not shown", () => {
    const client = { name: "α", server: "b" };
    expect(problems({ ...lesson, lab: { show: ["a"], clients: [client] } })[0]).toContain(
      '"α" is on "b", which `show` leaves out',
    );
    expect(problems({ ...lesson, lab: { clients: [client, client] } })[0]).toContain('"α" is there twice');
  });

  test("refuses a link that servers don't know", () => {
    expect(problems({ ...lesson, lab: { clients: [], links: { a: "adaptor", b: "none" } } })[0]).toContain(
      "lab.links.a",
    );
  });
});

const maps = (client: string) => {
  const options = ["a", "b"].map((server) => ({ server, map: "sids", wrong: "No." }));
  return { kind: "maps", client, options };
};

describe("an experiment", () => {
  const experiment = {
    id: "broadcast",
    question: "Who hears it?",
    clients: ["α", "β"],
    run: { client: "α", event: "message", data: "hi" },
    check: "everyone-heard",
  };
  const file = "lessons/03-two-servers.mdx";

  test("is returned unchanged if nothing is wrong", () => {
    const asked = maps("β");
    const whole = { ...experiment, predict: asked };
    expect(checkExperiment(whole, ["α", "β"], file)).toEqual({ ...whole, run: [experiment.run] });
  });

  test("asks who hears it unless it says otherwise, and names what is wrong with another question", () => {
    expect(checkExperiment(experiment, ["α", "β"], file).predict).toEqual({ kind: "hears" });
    const problem = (predict: unknown) => () => checkExperiment({ ...experiment, predict }, ["α", "β"], file);
    expect(problem({ kind: "line", options: [{ text: "hi", seen: 1 }] })).toThrow("unknown field `seen`");
    expect(problem({ kind: "receivers", wrong: { 7: "No." } })).toThrow("predict.wrong");
    expect(problem(maps("δ"))).toThrow('there is no client "δ"');
  });

  test("names file, step and field of a mistake", () => {
    expect(() => checkExperiment({ ...experiment, chek: "x" }, ["α", "β"], file)).toThrow(
      /lessons\/03-two-servers\.mdx, <Experiment id="broadcast">:\n {2}props: unknown field `chek`/,
    );
    expect(() => checkExperiment({ ...experiment, question: undefined }, ["α", "β"], file)).toThrow(
      "question: ",
    );
  });

  test("knows the clients of its step, or else of its lesson", () => {
    expect(() => checkExperiment(experiment, ["α"], file)).toThrow(
      'there is no client "β" in this step, only α.',
    );
    const own = { ...experiment, setup: { clients: [{ name: "α", server: "a" }] } };
    expect(() => checkExperiment(own, ["α", "β"], file)).toThrow('no client "β"');
  });

  test("can do several things in turn, each with its own grammar", () => {
    const run = [
      { client: "β", do: "disconnect" },
      { client: "β", do: "join", room: "tea" },
      { client: "β", transport: "polling" },
      { server: "a", link: "adapter" },
      { server: "b", do: "kill" },
      { cable: "a", state: "reset", delayMs: 20 },
      { balancer: { sticky: true } },
      { redis: "PUBLISH message hi" },
      { client: "α", event: "message", data: { any: [1] }, ack: true, judged: true },
    ];
    expect(checkExperiment({ ...experiment, run }, ["α", "β"], file).run).toEqual(run);
  });

  test.for([
    [
      { client: "α", evnt: "message" },
      'run.0: {"client":"α","evnt":"message"} is not an action. Write one of',
    ],
    [{ client: "α", event: "message", dat: 1 }, "run.0: unknown field `dat`"],
    [{ server: "c", link: "adapter" }, "run.0.server: "],
    [{ server: "a", link: "adaptor" }, "run.0.link: "],
    [{ client: "α", do: "leave" }, "run.0.do: "],
    [{ cable: "a" }, "run.0: changes nothing; give it `state` or `delayMs`."],
    [[], "run: "],
  ])("says which action of a run is wrong, and how to write it (%#)", ([run, problem]) => {
    expect(() => checkExperiment({ ...experiment, run }, ["α", "β"], file)).toThrow(String(problem));
  });

  test("knows the clients a run moves, and judges one message", () => {
    const run = [{ client: "γ", do: "connect" }, experiment.run];
    expect(() => checkExperiment({ ...experiment, run }, ["α", "β"], file)).toThrow('no client "γ"');
    const marked = { ...experiment.run, judged: true };
    expect(() => checkExperiment({ ...experiment, run: [marked, marked] }, ["α", "β"], file)).toThrow(
      "two messages are `judged`",
    );
  });

  test("names an existing check", () => {
    expect(() => checkExperiment({ ...experiment, check: "everybody-heard" }, ["α", "β"], file)).toThrow(
      'check: There is no check called "everybody-heard". Choose one of: everyone-heard',
    );
    expect(() => checkExperiment({ ...experiment, check: undefined }, ["α", "β"], file)).toThrow("check: ");
  });

  test("is located in its file by its line", () => {
    const text = 'a\n<Experiment\n  id="one"\n';
    expect(placeOf("one", file, text)).toBe(`${file}:3`);
    expect(placeOf("two", file, text)).toBe(file);
  });

  test("is numbered on its page, and has a unique id there", () => {
    const [page, other] = [{}, {}];
    expect(numberExperiment(page, "one", file)).toBe(1);
    expect(numberExperiment(page, "two", file)).toBe(2);
    expect(numberExperiment(other, "one", file)).toBe(1);
    expect(() => numberExperiment(page, "one", file)).toThrow('two experiments have the id "one"');
  });
});

describe("an exercise's props", () => {
  const props = { id: "bridge-message", title: "Write it", minutes: 5, hints: ["Look."] };
  const place = "lessons/06-a-bridge-by-hand.mdx:99";

  test("are returned unchanged if nothing is wrong", () => {
    expect(checkExercise(props, place)).toEqual(props);
  });

  test.each<[object, RegExp]>([
    [
      { ...props, id: "bridge-massage" },
      /id: There is no exercise called "bridge-massage"\. Choose one of: bridge-message/,
    ],
    [{ ...props, hint: "Look." }, /props: unknown field `hint`/],
    [{ ...props, hints: [] }, /hints: /],
    [{ ...props, minutes: 0.5 }, /minutes: /],
  ])("name the place, the field and the fix of a mistake (%#)", (wrong, problem) => {
    expect(() => checkExercise(wrong, place)).toThrow(problem);
    expect(() => checkExercise(wrong, place)).toThrow(`${place}, <Exercise id=`);
  });
});

test("the sidebar lists the lessons in order of their numbers, those on production apart, and the rest after them", () => {
  const [lessons, production, reference] = course("./lessons").map(({ items }) =>
    items.flatMap((item) => ("slug" in item ? [item.slug] : [])),
  );
  const numbered = [...(lessons ?? []), ...(production ?? [])].filter((slug) => /^\d\d-/.test(slug));
  expect(numbered).toHaveLength(18);
  expect(numbered).toEqual(numbered.toSorted());
  // Before them, what only a short route has.
  expect(lessons?.slice(0, 2)).toEqual(["ten-minutes", "01-one-server"]);
  expect(production?.[0]).toBe("14-deploy-without-silence");
  expect(production?.slice(-2)).toEqual(["which-adapter", "redis-cluster-sentinel"]);
  expect(reference?.some((slug) => /^(\d\d-|index$)/.test(slug))).toBe(false);
});
