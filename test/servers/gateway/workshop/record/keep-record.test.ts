// The record saves itself, survives the gateway, and never overwrites another class's.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepRecord } from "../../../../../servers/gateway/workshop/record/keep-record.ts";
import { openRecordFile } from "../../../../../servers/gateway/workshop/record/record-file.ts";
import { createRoster } from "../../../../../servers/gateway/workshop/roster.ts";

const noon = Date.UTC(2026, 4, 20, 12);
const minute = 60_000;

function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-record-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, file: join(folder, "cache", "workshop-3000-record.json") };
}

/** One run of a gateway, at a time that stands still until it's moved. */
function startClass(file: string, startedAt: number) {
  let now = startedAt;
  const lines: string[] = [];
  let pulse = () => {};
  let isStopped = false;
  const roster = createRoster();
  const record = keepRecord({
    roster,
    file: openRecordFile(file, () => now),
    warn: (line) => lines.push(line),
    everyMinute(task) {
      pulse = task;
      return () => {
        isStopped = true;
      };
    },
    now: () => now,
  });
  const comes = (name: string) => roster.join(`key of ${name}`, name, now);
  return {
    roster,
    record,
    lines,
    comes,
    after(minutes: number) {
      now += minutes * minute;
      pulse();
    },
    isStopped: () => isStopped,
  };
}

const saved = (file: string) => JSON.parse(readFileSync(file, "utf8"));

test("is saved every minute and at the end, readable for this user only, and not for an empty room", () => {
  const { file, folder } = openFolder();
  const one = startClass(file, noon);
  one.after(1);
  expect(readdirSync(folder)).toEqual([]);
  one.comes("Ana");
  one.after(1);
  expect(saved(file).learners).toMatchObject([{ name: "Ana", minutesPresent: 1 }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  one.comes("Bo");
  one.record.close();
  expect(saved(file).learners).toMatchObject([{ name: "Ana" }, { name: "Bo" }]);
  expect(readdirSync(join(folder, "cache"))).toEqual(["workshop-3000-record.json"]);
  expect(one.isStopped()).toBe(true);
});

test("counts on after a restart, and still has those who didn't come back, but nobody who was removed", () => {
  const { file } = openFolder();
  const first = startClass(file, noon);
  for (const name of ["Ana", "Bo", "Eve"]) first.comes(name);
  first.after(20);
  first.record.close();

  const second = startClass(file, noon + 25 * minute);
  second.comes("Ana");
  const eve = second.comes("Eve");
  second.record.forget(eve.id);
  second.roster.remove(eve.id);
  second.after(10);
  expect(saved(file).learners).toMatchObject([
    { name: "Ana", joinedAt: new Date(noon).toISOString(), minutesPresent: 30 },
    { name: "Bo", minutesPresent: 20, lastSeenAt: new Date(noon + 20 * minute).toISOString() },
  ]);
  const third = startClass(file, noon + 40 * minute);
  third.comes("Ana");
  third.after(1);
  expect(third.record.now().learners.map(({ minutesPresent }) => minutesPresent)).toEqual([31, 20]);
});

test.each([
  ["another day's", (text: string) => text, "workshop-3000-record-2026-05-20T12-01.json"],
  ["damaged", (text: string) => text.slice(0, 40), "workshop-3000-record-2026-05-21T09-00.json"],
])("a record that is %s is kept under another name, and counts for nothing", (_what, change, name) => {
  const { file, folder } = openFolder();
  const yesterday = startClass(file, noon);
  yesterday.comes("Ana");
  yesterday.after(1);
  const text = change(readFileSync(file, "utf8"));
  writeFileSync(file, text);
  const today = startClass(file, noon + 21 * 60 * minute);
  today.comes("Bo");
  today.after(1);
  expect(saved(file).learners).toMatchObject([{ name: "Bo" }]);
  expect(readFileSync(join(folder, "cache", name), "utf8")).toBe(text);
});

test("that can't be saved is reported once, and changes nothing else", () => {
  const { folder } = openFolder();
  writeFileSync(join(folder, "no-folder"), "");
  const one = startClass(join(folder, "no-folder", "record.json"), noon);
  one.comes("Ana");
  one.after(1);
  one.after(1);
  one.record.close();
  expect(one.lines).toEqual([
    expect.stringMatching(/^The workshop's record can't be saved \(E.*instructor's page\.$/),
  ]);
  expect(one.record.now().learners).toMatchObject([{ name: "Ana", minutesPresent: 2 }]);
});
