// Code that one can take home: each folder of examples/ is linked as an archive by a lesson, and a lesson that shows a file of one links it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folders = ["lessons", "lessons/zh-cn"];
const pages = readdirSync("lessons").filter((name) => name.endsWith(".mdx"));
const linked = (text: string) => [...text.matchAll(/"\/examples\/([\w-]+)\.zip"/g)].map(([, name]) => name);
const shown = (text: string) =>
  [...text.matchAll(/<Source file="examples\/([\w-]+)\//g)].map(([, name]) => name);

test.each(folders)("every example is linked from a page of %s", (folder) => {
  const links = new Set(pages.flatMap((page) => linked(readFileSync(`${folder}/${page}`, "utf8"))));
  expect([...links].toSorted()).toEqual(readdirSync("examples").toSorted());
});

test.each(folders.flatMap((folder) => pages.map((page) => `${folder}/${page}`)))(
  "%s links each example that it shows, and none that doesn't exist",
  (path) => {
    const text = readFileSync(path, "utf8");
    const links = linked(text);
    expect(shown(text).filter((name) => !links.includes(name))).toEqual([]);
    expect(links.filter((name) => !existsSync(`examples/${name}/package.json`))).toEqual([]);
  },
);
