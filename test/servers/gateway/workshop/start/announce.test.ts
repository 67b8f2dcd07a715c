// What `npm start -- --workshop` prints, and that it works.
import { expect, onTestFinished, test } from "vitest";
import { announcement, tooFewLabs } from "../../../../../servers/gateway/workshop/start/announce.ts";
import { join } from "../../../../class/people.ts";
import { startPlayground } from "../../../../playground.ts";

const key = "a-key-for-the-test";

test("a start prints where to use it, where to join and where the instructor goes, and when the labs are ready", async () => {
  const { url, lines, close } = await startPlayground({
    args: ["--workshop", "--learners", "1", "--host", "127.0.0.1"],
    env: { INSTRUCTOR_KEY: key },
    until: /ready/,
  });
  onTestFinished(close);
  const said = lines.join("\n");

  expect(lines[0]).toMatch(/^Crosstalk {2}http:\/\/localhost:\d+ {2}\(Redis: /);
  expect(said).toMatch(
    /Join {8}http:\/\/127\.0\.0\.1:\d+\/join\/\n {2}Instructor {2}http:\/\/127\.0\.0\.1:\d+\/instructor\/#key=a-key-for-the-test\n {2}Helper {6}http:\/\/127\.0\.0\.1:\d+\/instructor\/#key=[\w-]{24}\n/,
  );
  expect(lines.filter((line) => /^ {2}[█▀▄ ]{20,}$/.test(line)).length).toBeGreaterThan(10);
  expect(said).toMatch(/ {2}1 lab is ready\.$/);
  const teacher = await join(url, { role: "instructor", key });
  await expect.poll(teacher.room).toMatchObject({ online: 0, joined: 0 });
}, 60_000);

test("the secret comes after #, so that it isn't sent to any server or proxy", () => {
  const said = announcement({
    urls: ["http://10.0.0.5:3000"],
    localUrl: "http://localhost:3000",
    instructorKey: key,
    helperKey: "key-of-the-helpers",
    isColoured: false,
  });
  const pages = [...said.matchAll(/http:\S+instructor\S+/g)].map(([url]) => new URL(url));
  expect(pages.map(({ hash }) => hash)).toEqual([`#key=${key}`, "#key=key-of-the-helpers"]);
  for (const { href, hash } of pages) expect(href.replace(hash, "")).toBe("http://10.0.0.5:3000/instructor/");
});

test("without a network it says that nobody can join, and where the instructor goes", () => {
  const said = announcement({
    urls: [],
    localUrl: "http://localhost:3000",
    instructorKey: key,
    helperKey: "key-of-the-helpers",
    isColoured: true,
  });
  expect(said).toContain(`http://localhost:3000/instructor/#key=${key}`);
  expect(said).toMatch(/No network: nobody else can reach this machine/);
  expect(said).not.toMatch(/[█▀▄]/);
});

test("says what limits the labs: the memory, or the given flag", () => {
  expect(tooFewLabs(12, 30, true)).toMatch(/^Only 12 of the 30 .* larger --capacity$/);
  expect(tooFewLabs(12, 30, true)).not.toContain("memory");
  expect(tooFewLabs(12, 30, false)).toMatch(/^Only 12 of the 30 .* memory/);
});
