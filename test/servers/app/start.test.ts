// What keeps an app's start from working is said, and ends nothing.
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createErrorBoundary } from "../../../servers/error-boundary.ts";
import { createApp } from "../../../servers/gateway/own-app/own-app.ts";
import { watchAppFiles } from "../../../servers/gateway/own-app/watch-app-files.ts";
import { LabError } from "../../../servers/lab/errors.ts";
import type { Labs } from "../../../servers/lab/labs.ts";

const file = join(import.meta.dirname, "apps", "chat.js");

test("an app whose lab cannot be opened now gets its ports, and the user the reason", async () => {
  const printed: string[] = [];
  const open = () => Promise.reject(new LabError("unavailable", "Server A did not start within 15 s."));
  const labs = () => ({ open }) as unknown as Labs;
  const app = createApp({ file, boundary: createErrorBoundary(), labs, print: (line) => printed.push(line) });
  onTestFinished(app.close);
  expect(Object.keys(await app.start(0))).toEqual(["a", "b", "balanced"]);
  expect(printed).toEqual(["Server A did not start within 15 s."]);
});

test("a folder that the system does not watch is said once, and its files can be added again", () => {
  const unwatched: string[] = [];
  const files = watchAppFiles(
    () => {},
    (folder, why) => unwatched.push(`${folder}: ${why}`),
  );
  onTestFinished(files.close);
  files.add(["/nowhere/app.js", "/nowhere/other.js", file]);
  files.add(["/nowhere/app.js"]);
  expect(unwatched).toEqual([expect.stringMatching(/^\/nowhere: ENOENT/)]);
});
