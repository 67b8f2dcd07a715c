// The workshop's record as a file: complete, in order, and harmless in a spreadsheet.
import { expect, test } from "vitest";
import { recordOf, toCsv } from "../../../../../servers/gateway/workshop/record/workshop-record.ts";
import { createRoster } from "../../../../../servers/gateway/workshop/roster.ts";

const noon = Date.UTC(2026, 4, 20, 12);
const savedAt = new Date(noon + 3_600_000);

function recordFor(...names: string[]) {
  const roster = createRoster();
  for (const name of names) roster.join(`key of ${name}`, name, noon);
  return { roster, record: () => recordOf(roster.members(), savedAt) };
}

const csvOfRecord = [
  '\uFEFF"name","joined","last seen","minutes present","lesson","experiment","predicted","right","first vote","second vote","met","when","signal","question","ended","ended when","quiz","quiz question","misconception"',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","03-two-servers","across","α, β","yes","nobody","α, β","yes","2026-05-20T12:01:00.000Z","","","","","","",""',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","03-two-servers","nobody","nobody","","","","no","2026-05-20T12:02:00.000Z","","","","","","",""',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","10-scale","late","","","","","no","2026-05-20T12:02:00.000Z","","","","","","",""',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","03-two-servers","across","","","","","","2026-05-20T12:01:30.000Z","question","Why β?","answered","2026-05-20T12:01:50.000Z","","",""',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","","","","","","","","2026-05-20T12:02:00.000Z","stuck","","","","","",""',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","","","","no","","","","2026-05-20T12:01:00.000Z","","","","","before","late","redis-stores-messages"',
  '"Ana","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","","","","yes","","","","2026-05-20T12:02:00.000Z","","","","","after","late",""',
  '"小明","2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60","","","","","","","","","","","","","","",""',
  "",
].join("\r\n");

test("has who predicted, met and asked what, and when, in the order of joining and of the course", () => {
  const { roster, record } = recordFor("Ana", "小明");
  const [ana] = roster.members();
  roster.progress(
    ana?.id ?? "",
    {
      at: null,
      done: {
        "10-scale#late": { predicted: null, passed: false, agoMs: 0 },
        "03-two-servers#across": {
          ...{ predicted: ["α", "β"], isRight: true, votes: { first: [], second: ["α", "β"] } },
          passed: true,
          agoMs: 60_000,
        },
        "03-two-servers#nobody": { predicted: [], passed: false, agoMs: 0 },
      },
    },
    noon + 120_000,
  );
  const at = { lesson: "03-two-servers", experiment: "across" };
  const end = { how: "answered", at: noon + 110_000 } as const;
  roster.set(ana?.id ?? "", {
    signals: [
      { id: "1", kind: "question", text: "Why β?", at, since: noon + 90_000, end },
      { id: "2", kind: "stuck", text: "", at: null, since: noon + 120_000, end: null },
    ],
    quiz: [
      { round: "before", question: "late", answer: "redis-stores-messages", at: noon + 60_000 },
      { round: "after", question: "late", answer: "right", at: noon + 120_000 },
    ],
  });

  expect(record()).toEqual({
    savedAt: "2026-05-20T13:00:00.000Z",
    learners: [
      {
        id: ana?.id,
        name: "Ana",
        joinedAt: "2026-05-20T12:00:00.000Z",
        lastSeenAt: "2026-05-20T13:00:00.000Z",
        minutesPresent: 60,
        experiments: [
          {
            lesson: "03-two-servers",
            experiment: "across",
            ...{ predicted: ["α", "β"], right: true, votes: { first: [], second: ["α", "β"] } },
            met: true,
            at: "2026-05-20T12:01:00.000Z",
          },
          {
            lesson: "03-two-servers",
            experiment: "nobody",
            ...{ predicted: [], right: null, votes: null },
            met: false,
            at: "2026-05-20T12:02:00.000Z",
          },
          {
            lesson: "10-scale",
            experiment: "late",
            ...{ predicted: null, right: null, votes: null },
            met: false,
            at: "2026-05-20T12:02:00.000Z",
          },
        ],
        signals: [
          {
            kind: "question",
            text: "Why β?",
            lesson: "03-two-servers",
            experiment: "across",
            at: "2026-05-20T12:01:30.000Z",
            end: { how: "answered", at: "2026-05-20T12:01:50.000Z" },
          },
          {
            kind: "stuck",
            text: "",
            lesson: null,
            experiment: null,
            at: "2026-05-20T12:02:00.000Z",
            end: null,
          },
        ],
        quiz: [
          {
            ...{ round: "before", question: "late", right: false, misconception: "redis-stores-messages" },
            at: "2026-05-20T12:01:00.000Z",
          },
          {
            ...{ round: "after", question: "late", right: true, misconception: null },
            at: "2026-05-20T12:02:00.000Z",
          },
        ],
      },
      {
        id: expect.any(String),
        name: "小明",
        joinedAt: "2026-05-20T12:00:00.000Z",
        lastSeenAt: "2026-05-20T13:00:00.000Z",
        minutesPresent: 60,
        experiments: [],
        signals: [],
        quiz: [],
      },
    ],
  });
  expect(toCsv(record())).toBe(csvOfRecord);
});

test("says when each learner was there, without the time between two visits or on two pages at once", () => {
  const { roster, record } = recordFor("Ana", "Bo");
  const [ana, bo] = roster.members().map(({ id }) => id);
  const minute = 60_000;
  roster.join("key of Ana", "Ana", noon + 5 * minute);
  roster.leave(ana ?? "", noon + 8 * minute);
  roster.leave(ana ?? "", noon + 10 * minute);
  roster.join("key of Ana", "Ana", noon + 30 * minute);
  roster.leave(bo ?? "", noon + 45 * minute);
  roster.leave(ana ?? "", noon + 50 * minute);
  expect(record().learners).toMatchObject([
    { name: "Ana", minutesPresent: 30, lastSeenAt: "2026-05-20T12:50:00.000Z" },
    { name: "Bo", minutesPresent: 45, lastSeenAt: "2026-05-20T12:45:00.000Z" },
  ]);
});

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["＝1+1", `"'＝1+1"`],
  ['Bo, the "quick"', '"Bo, the ""quick"""'],
  ["1-1=0", '"1-1=0"'],
  [";=cmd|'/C calc'!A1;", `"';=cmd|'/C calc'!A1;"`],
  ["\t=1+1", `"'\t=1+1"`],
  ['"=1+1', `"'""=1+1"`],
  ["Ana;=1+1;", '"Ana;=1+1;"'],
])("a learner called %s is text in a spreadsheet", (name, cell) => {
  const csv = toCsv(recordFor(name).record());
  expect(csv.split("\r\n")[1]).toBe(
    `${cell},"2026-05-20T12:00:00.000Z","2026-05-20T13:00:00.000Z","60"${',""'.repeat(15)}`,
  );
});

test.each([",", ";", "\t"])(
  "a line has as many cells if %j separates them, and none starts a formula",
  (separator) => {
    const names = [";=cmd|'/C calc'!A1;", "a,=1", "b\t=1", '"";=1', "';=1"];
    const { roster, record } = recordFor(...names);
    for (const { id } of roster.members()) {
      const questions = names.map((text) => ({
        id,
        kind: "question" as const,
        text,
        at: null,
        since: noon,
        end: null,
      }));
      roster.set(id, { signals: questions });
    }
    const lines = toCsv(record()).slice(1).trimEnd().split("\r\n");
    for (const line of lines) {
      const cells = cellsOf(line, separator);
      expect(cells.length, line).toBe(separator === "," ? 19 : 1);
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@]/);
    }
  },
);

/** The cells of a line as a spreadsheet reads it: a quote only starts a quoted cell at the cell's beginning. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [""];
  let isQuoted = false;
  for (const char of line.replaceAll('""', "\u0001")) {
    const last = cells.length - 1;
    if (char === '"') isQuoted = !isQuoted;
    else if (char === separator && !isQuoted) cells.push("");
    else cells[last] += char;
  }
  return cells;
}
