// The instructor's secret: it outlives a restart, and nobody else on the machine reads it.
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  instructorKeyPattern,
  keptInstructorKey,
} from "../../../../servers/gateway/workshop/instructor-key.ts";

describe("the instructor's key", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "crosstalk-key-"));
    file = join(folder, "cache", "instructor-key");
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  test("is made once and kept, for this user only", () => {
    const key = keptInstructorKey(file);
    expect(key).toMatch(instructorKeyPattern);
    expect(keptInstructorKey(file)).toBe(key);
    if (process.platform !== "win32") {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      chmodSync(file, 0o644);
      expect(keptInstructorKey(file)).toBe(key);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  test("is made anew where what was kept is no key, or cannot be kept", () => {
    const nowhere = join(folder, "a file", "instructor-key");
    writeFileSync(join(folder, "a file"), "");
    const keys = [keptInstructorKey(nowhere), keptInstructorKey(nowhere)];
    expect(new Set(keys).size).toBe(2);
    keptInstructorKey(file);
    writeFileSync(file, "short");
    expect(keptInstructorKey(file)).toMatch(instructorKeyPattern);
  });
});
