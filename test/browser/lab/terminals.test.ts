// A client's terminal: every command, its answers, its errors, and its history.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { usages } from "../../../site/lab/prompt/command.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { type Learner, learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

async function bothLinked(): Promise<Learner> {
  // In a window so high, what these commands print stays in sight.
  const viewport = { width: 1440, height: 1300 };
  const me = learner(await world.open("/07-the-adapter/", { viewport }));
  await me.arrives();
  for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  // A terminal prints when its client's transport is upgraded; on a busy machine that could come between two lines.
  for (const [client, server] of [
    ["α", "a"],
    ["β", "b"],
  ] as const)
    await me.terminal(client, server).getByText("websocket", { exact: true }).waitFor();
  return me;
}

describe("a terminal", () => {
  test("sends, emits any event with any JSON, and shows what arrives", async () => {
    const me = await bothLinked();
    await me.types("α", "a", "send hello there");
    await me.reads("β", "b", '↓ message "hello there"');
    await me.types("β", "b", 'emit message {"n":[1,2,null],"on":true}');
    await me.reads("α", "a", '↓ message {"n":[1,2,null],"on":true}');
    await me.types("α", "a", "emit hello 1");
    // Nothing answers `hello`; what comes next is the answer to this.
    await me.types("α", "a", "who");
    await me.reads("α", "a", /> emit hello 1 > who answer after [\d.]+ ms: \[\{"id":/);
  });

  test("joins rooms, sends to them, asks who is there, and asks the other servers", async () => {
    const me = await bothLinked();
    await me.types("β", "b", "join tea");
    await me.reads("β", "b", /> join tea answer after/);
    await me.types("α", "a", "to tea milk?");
    await me.reads("β", "b", '↓ message "milk?"');
    expect(await me.screen("α", "a")).not.toContain("↓ message");
    await me.types("α", "a", "who");
    await me.reads("α", "a", /> who answer after .*"tea"/);
    await me.types("α", "a", "ask");
    await me.reads("α", "a", /> ask answer after .*"b"/i);
    await me.types("β", "b", "leave tea");
    await me.reads("β", "b", /> leave tea answer after/);
    await me.types("α", "a", "to tea anyone?");
    await me.types("α", "a", "send fence");
    await me.reads("β", "b", '↓ message "fence"');
    expect(await me.screen("β", "b")).not.toContain("anyone?");
  });

  test("copies a selection and pastes it with the usual keys", async () => {
    const me = await bothLinked();
    const { page } = me;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await me.types("α", "a", "help");
    await me.reads("α", "a", "send <text>: ");
    // A double click selects a word.
    const row = me.terminal("α", "a").locator(".xterm-rows > div", { hasText: "send <text>: " }).first();
    const { x, y, height } = (await row.boundingBox()) ?? { x: 0, y: 0, height: 0 };
    await page.mouse.dblclick(x + 20, y + height / 2);
    await page.keyboard.press("Control+C");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^send/);
    await page.evaluate(() => navigator.clipboard.writeText("send pasted"));
    await page.keyboard.press("Control+V");
    await page.keyboard.press("Enter");
    await me.reads("β", "b", '↓ message "pasted"');
  });

  test("disconnects, buffers what is sent in the meantime, reconnects, and changes its transport", async () => {
    const me = await bothLinked();
    await me.types("α", "a", "disconnect");
    await me.reads("α", "a", /> disconnect disconnected: /);
    await me.types("α", "a", "send later");
    await me.reads("α", "a", "Not connected. socket.io-client keeps this event");
    await me.types("α", "a", "connect");
    await me.reads("β", "b", '↓ message "later"');
    await me.types("α", "a", "transport polling");
    await me.terminal("α", "a").getByText("polling", { exact: true }).waitFor();
    await me.types("α", "a", "send over polling");
    await me.reads("β", "b", '↓ message "over polling"');
    await me.types("α", "a", "transport websocket");
    await me.terminal("α", "a").getByText("websocket", { exact: true }).waitFor();
  });
});

describe("the prompt of a terminal", () => {
  test("lists the commands it knows, and says what is wrong with others", async () => {
    const me = await bothLinked();
    await me.types("α", "a", "help");
    // The list is longer than the terminal, and one reads it from its beginning.
    await me.reads("α", "a", /^> help Commands you can type here:/);
    for (const usage of Object.values(usages).slice(0, 3)) await me.reads("α", "a", `${usage}: `);
    // What comes next is seen, and so is the line that is typed.
    await me.types("α", "a", "send on");
    await me.reads("α", "a", /help: .*> send on.*↓ message "on"/);
    await me.types("α", "a", "clear");
    await me.types("α", "a", "sned hi");
    await me.reads("α", "a", "“sned” is not a command. Did you mean send?");
    await me.types("α", "a", "emit message {oops");
    await me.reads("α", "a", "Not JSON: {oops.");
    await me.types("α", "a", "transport pigeon");
    await me.reads("α", "a", "Expected: transport polling|websocket");
    await me.types("α", "a", "join");
    await me.reads("α", "a", "Expected: join <room>");
    expect(await me.screen("α", "a")).not.toContain("Commands you can type here");
  });

  test("recalls earlier lines, completes words, and edits inside a line", async () => {
    const me = await bothLinked();
    const { keyboard } = me.page;
    await me.types("α", "a", "send one");
    await me.types("α", "a", "send two");
    await me.reads("β", "b", '↓ message "two"');
    await keyboard.press("ArrowUp");
    await keyboard.press("ArrowUp");
    await keyboard.press("Home");
    await keyboard.press("End");
    await keyboard.type("!");
    await keyboard.press("Enter");
    await me.reads("β", "b", '↓ message "one!"');
    await keyboard.type("tra");
    await keyboard.press("Tab");
    await keyboard.type("web");
    await keyboard.press("Tab");
    await me.reads("α", "a", /> transport websocket/);
    await keyboard.press("Control+c");
    await keyboard.type("sen 二");
    for (let moved = 0; moved < 2; moved += 1) await keyboard.press("ArrowLeft");
    await keyboard.type("d");
    await keyboard.press("Enter");
    await me.reads("β", "b", '↓ message "二"');
  });
});
