// The instructor's secret: it survives a restart, and nobody else on the machine can read it.
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  instructorKeyPattern,
  loadInstructorKey,
  weaknessOfKey,
} from "../../../../servers/gateway/workshop/instructor-key.ts";

describe("the instructor's key", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "crosstalk-key-"));
    file = join(folder, "cache", "instructor-key");
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  test("is created once and stored, for this user only", () => {
    const key = loadInstructorKey(file);
    expect(key).toMatch(instructorKeyPattern);
    expect(loadInstructorKey(file)).toBe(key);
    if (process.platform !== "win32") {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      chmodSync(file, 0o644);
      expect(loadInstructorKey(file)).toBe(key);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  test("is replaced if it's invalid or was stored for other users as well", () => {
    loadInstructorKey(file);
    writeFileSync(file, "short");
    chmodSync(file, 0o644);
    const key = loadInstructorKey(file);
    expect(readFileSync(file, "utf8")).toBe(`${key}\n`);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("is stored in a folder that is created with its parents", () => {
    const deep = join(folder, "one", "two", "instructor-key");
    const key = loadInstructorKey(deep);
    expect(loadInstructorKey(deep)).toBe(key);
  });

  test.each([
    "a b".padEnd(14, "x"),
    `ab/${"x".repeat(12)}`,
    `${"x".repeat(12)}!`,
    "x".repeat(11),
    "x".repeat(201),
  ])("is replaced if the stored one is invalid: %j", (saved) => {
    loadInstructorKey(file);
    writeFileSync(file, saved);
    expect(loadInstructorKey(file)).not.toBe(saved);
  });

  test("is created again if the stored one can't be used", () => {
    const nowhere = join(folder, "a file", "instructor-key");
    writeFileSync(join(folder, "a file"), "");
    const keys = [loadInstructorKey(nowhere), loadInstructorKey(nowhere)];
    expect(new Set(keys).size).toBe(2);
    loadInstructorKey(file);
    writeFileSync(file, "short");
    expect(loadInstructorKey(file)).toMatch(instructorKeyPattern);
  });
});

test.each([
  ["aaaaaaaaaaaa", /repeats one part/],
  ["abababababab", /repeats one part/],
  ["geheimgeheim", /repeats one part/],
  ["passwordpass", /repeats one part/],
  ["aaaaaaaabbbc", /3 different characters.*needs 6/],
  ["123456789012", /sequence of neighbouring/],
  ["abcdefghijklmn", /sequence of neighbouring/],
  ["zyxwvutsrqponm", /sequence of neighbouring/],
])("the key %s is refused with the reason, and not repeated", (key, reason) => {
  expect(weaknessOfKey(key)).toMatch(reason);
  expect(weaknessOfKey(key)).toMatch(/Choose another, or leave it out, and Crosstalk will generate one\.$/);
  expect(weaknessOfKey(key)).not.toContain(key);
});

test.each(["twelve-chars", "the-key-of-the-bench", "aaaQ7x.kd93L", "abcdefaaaaaa", "abcdefghXaX", "Xa"])(
  "the key %s is accepted",
  (key) => {
    expect(weaknessOfKey(key)).toBeNull();
  },
);

test("every generated key is accepted", () => {
  for (let made = 0; made < 500; made += 1)
    expect(weaknessOfKey(randomBytes(18).toString("base64url"))).toBeNull();
});
