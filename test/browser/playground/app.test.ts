// An app of the user's own in the playground: its pages, what a save did, and the report.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { words as say } from "../../../site/playground/own-app/words/en.ts";
import { words as zhCn } from "../../../site/playground/own-app/words/zh-cn.ts";
import { copyOf } from "../../servers/app/copy.ts";
import { openBrowserWorld } from "../browser.ts";
import { violations } from "../violations.ts";
import { button, visit } from "./visit.ts";

test("an app's pages are linked, its report is made in the page, and a save says what it did", async () => {
  const file = copyOf("chat.js");
  const world = await openBrowserWorld("embedded", { app: { file, print: () => {} } });
  onTestFinished(() => world.close());
  const { page } = await visit(world, "/playground/");
  const app = page.getByRole("region", { name: say.heading("chat.js"), exact: true });
  await app.getByText(say.noAdapter).waitFor();
  const itsPage = await app.getByRole("link", { name: "B", exact: true }).getAttribute("href");
  expect(await (await fetch(itsPage ?? "")).text()).toContain("my app");

  await button(page, say.make).click();
  await button(page, say.making).waitFor();
  await app.getByText(say.silent(["chat message"])).waitFor();
  await app.locator("summary", { hasText: "chat message" }).click();
  await app.getByText(say.verdicts["own-server"], { exact: true }).first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await app.getByText(say.silent(["chat message"])).waitFor();

  const good = readFileSync(file, "utf8");
  writeFileSync(file, `${good}\nlet twice;\nlet twice;\n`);
  await app.getByText(/What you saved can’t run \(chat\.js:\d+\)/).waitFor();
  await expect.poll(() => app.getByText(say.silent(["chat message"])).count()).toBe(0);
  writeFileSync(file, good);
  await app.getByText(say.saved).waitFor();
  await page.goto(new URL("/zh-cn/playground/", world.url).href);
  await page.getByRole("region", { name: zhCn.heading("chat.js"), exact: true }).waitFor();
});

test("an app that has an adapter of its own runs without it at a press, and with it again", async () => {
  const file = copyOf("ioredis.cjs", { type: "commonjs" });
  const world = await openBrowserWorld("embedded", { app: { file, print: () => {} } });
  onTestFinished(() => world.close());
  const { page } = await visit(world, "/playground/");
  const app = page.getByRole("region", { name: say.heading("ioredis.cjs"), exact: true });
  await app.getByText(say.ownAdapter("RedisAdapter")).waitFor();
  await button(page, say.withoutAdapter).click();
  await app.getByText(say.leftOut).waitFor();
  expect(await violations(page)).toEqual([]);
  await button(page, say.withOwnAdapter).click();
  await app.getByText(say.ownAdapter("RedisAdapter")).waitFor();
});
