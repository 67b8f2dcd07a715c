// What strangers send is shown as text: it runs nowhere, colours nothing, and moves no other line.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserWorld, labOf, openBrowserWorld } from "../browser.ts";
import { type Learner, learner } from "../learner.ts";
import { strangerIn } from "../stranger.ts";

const flood = `e${"\u0301".repeat(200)}`;
const hostile = [
  { what: "HTML", text: `<img src=x onerror="window.hacked=1"><b id=injected>bold</b>`, shown: "<img src=x" },
  { what: "a script", text: `<script>window.hacked=1</script>`, shown: "<script>window.hacked=1</script>" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it has to arrive unchanged
  { what: "Svelte and template syntax", text: "{@html '<i id=injected>'}${alert(1)}", shown: "{@html" },
  { what: "a link", text: `javascript:window.hacked=1`, shown: "javascript:window.hacked=1" },
  { what: "colours and a cleared screen", text: "\x1b[31mred\x1b[2J\x1b[H\x1b[1;1Hmoved", shown: "␛[31mred" },
  {
    what: "a window title and a hyperlink",
    text: "\x1b]0;owned\x07\x1b]8;;http://x\x1b\\go\x1b]8;;\x1b\\",
    shown: "␛]0;owned␇",
  },
  { what: "an eight-bit escape", text: "\u009b31mred", shown: "⟨U+009B⟩31mred" },
  { what: "lines and backspaces", text: "one\r\n> send two\b\b\b", shown: "one␍␊" },
  { what: "bidirectional controls", text: "a\u202eb\u2066c", shown: "a⟨U+202E⟩b⟨U+2066⟩c" },
  {
    what: "zero-width characters",
    text: "in\u200bvis\ufeffible\u2060",
    shown: "in⟨U+200B⟩vis⟨U+FEFF⟩ible",
  },
  {
    what: "invisible characters",
    text: "s\u00adh\u3164t\u{e0041}\u180e",
    shown: "s⟨U+00AD⟩h⟨U+3164⟩t⟨U+E0041⟩",
  },
  { what: "joiners that join nothing", text: "\u200d\u200c", shown: "⟨U+200D⟩⟨U+200C⟩" },
];

let world: BrowserWorld;
let me: Learner;
/** The scripts the page itself has in its lab. */
let ownScripts = 0;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** Opens a page on lesson 07 with both adapters on, and a stranger on server B whose name is markup. */
async function meet(name = "<b id=injected>\u202e\u009b\u200bx") {
  const page = await world.open("/07-the-adapter/");
  me = learner(page);
  await me.arrives();
  for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  ownScripts = await page.locator(".lab script").count();
  const stranger = await strangerIn(world.url, (await labOf(page)).id, "b", name);
  await me.tab("matrix").click();
  return { page, stranger };
}

const isUntouched = async () => {
  const found = await me.page.evaluate(() => ({
    hacked: "hacked" in window,
    injected: document.querySelectorAll("#injected, .lab img, .lab a[href^=javascript]").length,
    scripts: document.querySelectorAll(".lab script").length,
    title: document.title.includes("owned"),
    raw: /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u00ad\u3164\u{e0041}]/u.test(
      (document.querySelector(".lab")?.textContent ?? "").replaceAll(/[\t\n]/g, ""),
    ),
  }));
  expect(found).toEqual({ hacked: false, injected: 0, scripts: ownScripts, title: false, raw: false });
};

describe("what another client sends", () => {
  test("is text in every panel, in the picture and to screen readers", async () => {
    const { page, stranger } = await meet();
    for (const { what, text, shown } of hostile) {
      stranger.send(text);
      const beginning = shown.slice(0, 20);
      await expect.poll(async () => (await me.matrix())[0]?.[0], { message: what }).toContain(beginning);
      await expect.poll(() => me.caption.textContent()).toContain(beginning);
    }
    await isUntouched();
    const tabs = page.getByRole("tablist", { name: me.words.tabs.label }).getByRole("tab");
    for (const tab of await tabs.all()) {
      await tab.click();
      await me.panel.waitFor();
      await isUntouched();
    }
    await me.tab("log").click();
    for (const { shown } of hostile) {
      await me.panel.getByText(shown.slice(0, 20), { exact: false }).first().waitFor();
    }
  });

  test("is text as the name of a room too", async () => {
    const { page, stranger } = await meet();
    for (const { text } of hostile) await stranger.joins(text);
    await stranger.joins("the last");
    const tabs = page.getByRole("tablist", { name: me.words.tabs.label }).getByRole("tab");
    await me.tab("log").click();
    await me.panel.getByText("the last").first().waitFor();
    for (const tab of await tabs.all()) {
      await tab.click();
      await me.panel.waitFor();
      await isUntouched();
    }
  });
});

describe("what another client sends to a terminal", () => {
  test("cannot move the cursor or colour a line of a terminal", async () => {
    const { page, stranger } = await meet();
    await page.setViewportSize({ width: 1440, height: 1300 }); // all of it is in sight
    await me.tab("terminals").click();
    await me.types("α", "a", "send first");
    await me.reads("α", "a", '↓ message "first"');
    for (const text of ["\x1b[2J\x1b[H", "\x1b[31mred", "\u009b31m8", "\r\x1b[K> send forged"])
      stranger.send(text);
    await me.reads(
      "α",
      "a",
      /> send first .*\\u001b\[2J\\u001b\[H.*\\u001b\[31mred.*⟨U\+009B⟩31m8.*\\r\\u001b\[K> send forged/,
    );
    const styles = await me
      .terminal("α", "a")
      .locator(".xterm-rows > div", { hasText: "red" })
      .locator("span")
      .evaluateAll((spans) =>
        spans.map((span) => span.className).filter((name) => name.includes("xterm-fg-1")),
      );
    expect(styles).toEqual([]);
  });

  test("with stacked marks stays within its own line", async () => {
    const { page, stranger } = await meet(flood.slice(0, 24));
    stranger.send("plain");
    stranger.send(flood);
    await me.send("α", "after");
    await me.sees("after", [/α heard it/, /written to/, /β heard it/]);
    const longest = (text: string) =>
      Math.max(0, ...[...text.matchAll(/\p{M}+/gu)].map(([marks]) => marks.length));
    const tabs = page.getByRole("tablist", { name: me.words.tabs.label }).getByRole("tab");
    for (const tab of await tabs.all()) {
      await tab.click();
      const text = await page.locator(".lab").first().textContent();
      expect(longest(text ?? ""), (await tab.textContent()) ?? "").toBeLessThanOrEqual(8);
    }
  });
});
