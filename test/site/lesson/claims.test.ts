import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { problemsInLessons } from "../../../site/lesson/check-claims.ts";
import { claimsIn, problemsWith } from "../../../site/lesson/claims.ts";

const files: Record<string, string> = {
  "test/facts/x.test.ts": 'fact("it ends 5 s later", …)',
  "bench/MEASURED.md": "## Redis clients",
};
const proofs = { read: (path: string) => files[path] };
const page = (...blocks: string[]) =>
  [
    "---",
    "sources:",
    "  - title: Docs",
    "    url: https://socket.io/docs/v4/x/",
    "---",
    "",
    blocks.join("\n\n"),
  ].join("\n");
const problems = (...blocks: string[]) => problemsWith(page(...blocks), proofs);

describe("a claim", () => {
  test.each([
    ["It ends after 5 s."],
    ["| call | result |\n| --- | --- |\n| a | b |"],
    ["Measured here, it was fast."],
    ["它会在 5 秒后退出。"],
    ["- one\n- It holds 100 MB."],
  ])("needs a proof: %j", (claim) => {
    expect(problems(claim)).toEqual([expect.stringMatching(/^7: has no proof: /)]);
  });

  test.each([
    ["Nothing is lost."],
    ["In lesson 10 there are two servers."],
    ["```js\nconst afterMs = 5000; // 5 s\n```"],
    ['<Experiment\n  id="x"\n  question="After 5 s?"\n>'],
  ])("isn't seen in %j", (text) => {
    expect(problems(text)).toEqual([]);
  });

  test.each([
    ["test/facts/x.test.ts › it ends 5 s later"],
    ["bench/MEASURED.md › Redis clients"],
    ["https://socket.io/docs/v4/x/"],
  ])("is proved by %s", (proof) => {
    expect(problems("It ends after 5 s.", `{/* proof: ${proof} */}`)).toEqual([]);
  });

  test("is proved by an experiment on its page", () => {
    const experiment = '<Experiment\n  id="late"\n>\n\nAfter 5 s.\n\n{/* proof: late */}\n\n</Experiment>';
    expect(problems(experiment)).toEqual([]);
  });

  test.each([
    ["test/facts/x.test.ts › it lives"],
    ["test/facts/y.test.ts › it ends"],
    ["https://socket.io/docs/v4/y/"],
    ["late"],
  ])("isn't proved by %s, which doesn't exist", (proof) => {
    expect(problems("It ends after 5 s.", `{/* proof: ${proof} */}`)).toEqual([`7: there is no ${proof}`]);
  });

  test("that introduces a table is proved with it", () => {
    const table = "| a | b |\n| --- | --- |\n| c | d |";
    expect(problems("After 5 s:", table, "{/* proof: bench/MEASURED.md › Redis */}")).toEqual([]);
    expect(claimsIn(page("After 5 s:", table))).toHaveLength(1);
  });

  test("may have several proofs", () => {
    const [claim] = claimsIn(page("It ends after 5 s.", "{/* proof: one */}\n{/* proof: two */}"));
    expect(claim?.proofs).toEqual(["one", "two"]);
  });
});

test("every claim of the lessons has a proof that exists, the same in both languages", () => {
  expect(problemsInLessons()).toEqual([]);
});

/** The cells of the rows of a table that begins with this head. */
function table(text: string, head: string): string[][] {
  const [, , ...rows] = text.slice(text.indexOf(head)).split("\n\n")[0]?.trim().split("\n") ?? [];
  return rows.map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
}

/** What a cell says in every language: names in code, versions and numbers. */
const facts = (cells: string[][]) =>
  cells.map((row) => row.join(" ").match(/`[^`]+`|i?o?redis [\d.]+|\d+ (?=s|秒)/g));

describe("what npm run bench -- clients measured", () => {
  const measured = readFileSync("bench/MEASURED.md", "utf8");
  test.each([
    ["06-a-bridge-by-hand", "| one connection for both roles |", "| 一个连接身兼两职 |"],
    ["10-when-redis-goes-away", "| Redis client | the process |", "| Redis 客户端 | 进程 |"],
  ])("stands in lesson %s as it was printed, in both languages", (lesson, head, chineseHead) => {
    const printed = table(measured, head);
    expect(printed.length).toBeGreaterThan(5);
    expect(table(readFileSync(`lessons/${lesson}.mdx`, "utf8"), head)).toEqual(printed);
    const chinese = table(readFileSync(`lessons/zh-cn/${lesson}.mdx`, "utf8"), chineseHead);
    expect(facts(chinese)).toEqual(facts(printed));
    const outcomes = {
      works: "正常工作",
      lives: "不退出",
      late: "迟到",
      never: "没有收到",
      "at once": "立刻",
    };
    for (const [index, row] of printed.entries()) {
      for (const [column, cell] of row.entries()) {
        const same = outcomes[cell as keyof typeof outcomes];
        if (same) expect(chinese[index]?.[column], row[0]).toBe(same);
      }
    }
  });
});
