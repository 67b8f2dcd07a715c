// What a learner does and sees on a lesson's page, by the names a screen reader would read.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { ServerName } from "../../servers/protocol.ts";
import type { LabWords } from "../../site/lab/words/en/all.ts";
import type { Locale } from "../../site/locale.ts";
import { labWords } from "../words.ts";

export type Learner = ReturnType<typeof learner>;

/** How long anything on the page may take before a test gives up, in milliseconds. */
const withinMs = 40_000;

export function learner(page: Page, locale: Locale = "en") {
  const words: LabWords = labWords[locale];
  const stage = page.getByRole("region", { name: words.stage.label });
  const panel = page.getByRole("tabpanel");

  const learner = {
    page,
    words,
    stage,
    panel,
    ...terminals(page, words),

    /** Waits until the page has its lab and all of its clients are connected. */
    async arrives() {
      const anyone = words.send.buttonFor("§").split("§").map(RegExp.escape).join(".+");
      const buttons = page.getByRole("button", { name: new RegExp(`^${anyone}$`) });
      const state = async () => {
        const ready = await Promise.all((await buttons.all()).map((button) => button.isEnabled()));
        return {
          isDrawn: ready.length > 0,
          waiting: ready.filter((isReady) => !isReady).length,
          unconnected: await page.getByText(words.disconnected, { exact: true }).count(),
          trouble: await page.locator(".notices .trouble").allTextContents(),
        };
      };
      await expect
        .poll(state, { timeout: withinMs })
        .toEqual({ isDrawn: true, waiting: 0, unconnected: 0, trouble: [] });
    },

    field: (client: string) => page.getByRole("textbox", { name: words.send.label(client), exact: true }),
    sendButton: (client: string) =>
      page.getByRole("button", { name: words.send.buttonFor(client), exact: true }),
    async send(client: string, text: string) {
      await learner.field(client).fill(text);
      await learner.sendButton(client).click();
    },

    adapter: (server: ServerName) => page.getByRole("switch", { name: words.adapter.name(server) }),
    async adapterIs(server: ServerName, on: boolean) {
      await expect
        .poll(() => learner.adapter(server).getAttribute("aria-checked"), { timeout: withinMs })
        .toBe(String(on));
    },
    async switchAdapter(server: ServerName, on: boolean) {
      if ((await learner.adapter(server).getAttribute("aria-checked")) === String(on)) return;
      await learner.adapter(server).click();
      await learner.adapterIs(server, on);
    },

    tab: (name: keyof Omit<LabWords["tabs"], "label">) =>
      page.getByRole("tab", { name: words.tabs[name], exact: true }),

    /** Opens a panel, and waits until its code has come. */
    async opens(name: keyof Omit<LabWords["tabs"], "label">) {
      await learner.tab(name).click();
      await panel.locator(":scope > .content").waitFor();
    },

    /** The delivery matrix, row by row: the message, then what each client got. Its panel must be open. */
    matrix: () =>
      panel
        .locator("table")
        .first()
        .locator("tbody tr")
        .evaluateAll((rows) =>
          rows.map((row) =>
            [...row.querySelectorAll("th, td")].map((cell) =>
              (cell.textContent ?? "").replaceAll(/\s+/g, " ").trim(),
            ),
          ),
        ),
    /** Waits until the row of this message says this of each client. */
    async sees(message: string, cells: RegExp[]) {
      await expect
        .poll(async () => (await learner.matrix()).find(([first]) => first?.includes(message)), {
          timeout: withinMs,
        })
        .toEqual([expect.stringContaining(message), ...cells.map((cell) => expect.stringMatching(cell))]);
    },

    experiment: (id: string) => experiment(page.locator(`section.experiment#${id}`), words),
    caption: stage.locator("p.caption"),
    notices: page.locator(".notices"),
  };
  return learner;
}

/** The terminals of clients, by client and server. */
function terminals(page: Page, words: LabWords) {
  const terminal = (client: string, server: ServerName) =>
    page.getByRole("region", { name: words.terminal.label(client, server) });
  /** Everything a client's terminal shows now, as one line. */
  const screen = async (client: string, server: ServerName) => {
    const rows = await terminal(client, server).locator(".xterm-rows > div").allTextContents();
    return rows.join(" ").replaceAll(/\s+/g, " ");
  };
  return {
    terminal,
    screen,
    /** Types a line into a client's terminal with the keyboard. */
    async types(client: string, server: ServerName, line: string) {
      const prompt = terminal(client, server).locator(".xterm-helper-textarea");
      await prompt.waitFor({ state: "attached", timeout: withinMs });
      await prompt.focus();
      await page.keyboard.type(line);
      await page.keyboard.press("Enter");
    },
    /** Waits until a client's terminal shows this. Spaces don't count: a terminal that gets narrower breaks words, too. */
    async reads(client: string, server: ServerName, text: string | RegExp) {
      const expected =
        typeof text === "string"
          ? expect.stringContaining(unspaced(text))
          : expect.stringMatching(new RegExp(unspaced(text.source), text.flags));
      const shown = async () => unspaced(await screen(client, server));
      await expect.poll(shown, { timeout: withinMs }).toEqual(expected);
    },
  };
}

const unspaced = (text: string) => text.replaceAll(/\s+/g, "");

function experiment(section: Locator, words: LabWords) {
  const say = words.experiment;
  const button = (name: string) => section.getByRole("button", { name, exact: true });
  const self = {
    section,
    run: section.locator("button.run"),
    setUp: button(say.setUp),
    again: button(say.tryAgain),
    skip: button(say.skip),
    choice: (client: string) =>
      section.getByRole("checkbox", { name: `${client} ${say.hears}`, exact: true }),
    nobody: section.getByRole("checkbox", { name: say.nobody, exact: true }),
    hint: section.locator(".hint"),
    comparison: section.locator(".comparison"),
    explanation: section.locator(".explanation"),
    /** Waits until it's live, which happens when it comes into view. */
    waitUntilLive: () => becomesLive(section),
    /** Predicts who will hear it; without a name, nobody. */
    async predicts(...clients: string[]) {
      await self.waitUntilLive();
      for (const client of clients) await self.choice(client).check();
      if (clients.length === 0) await self.nobody.check();
    },
    /** Gives some answer, whatever is asked: the first client or option, or an order. */
    async answers() {
      await self.waitUntilLive();
      const options = section.locator("fieldset button[aria-pressed]");
      for (const option of await options.all()) await option.click();
      if ((await options.count()) === 0) await section.locator("fieldset input").first().check();
    },
    /** Waits for the end of a run, and returns what the comparison says. */
    async ends(): Promise<string> {
      await self.comparison.waitFor({ timeout: withinMs });
      const parts = await self.comparison.locator("th, td, dt, dd, p").allTextContents();
      return parts.join(" ").replaceAll(/\s+/g, " ").trim();
    },
  };
  return self;
}

/** Scrolls to a part of the page, and waits until it's live. */
export async function becomesLive(part: Locator): Promise<void> {
  // What is folded under Look closer can't be scrolled to.
  await part.evaluate((element) => element.closest("details")?.setAttribute("open", ""));
  await part.scrollIntoViewIfNeeded();
  const island = part.locator("xpath=ancestor::astro-island");
  await expect.poll(() => island.getAttribute("ssr"), { timeout: withinMs }).toBe(null);
}
