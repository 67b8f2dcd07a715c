// The text drives the lab: a command in it is typed when it's pressed, a panel is opened, and a server, Redis or a cable
// lights up in the picture. Without JavaScript, and on paper, the text is text.

import { type LabNames, type Meaning, meaningOfCode, meaningOfName } from "./meaning.ts";

class Prose extends HTMLElement {
  #known: LabNames = { panels: {}, clients: [] };
  #off = new AbortController();

  connectedCallback() {
    const { signal } = this.#off;
    this.#known = JSON.parse(this.dataset.known ?? "{}") as LabNames;
    this.#activate(this);
    // Svelte hasn't hydrated this island yet, so its content must stay as it is.
    this.addEventListener("astro:hydrate", ({ target }) => this.#activate(target as Element), { signal });
    this.addEventListener("pointerover", ({ target }) => point(target, true), { signal });
    this.addEventListener("pointerout", ({ target }) => point(target, false), { signal });
  }

  disconnectedCallback() {
    this.#off.abort();
  }

  #activate(root: Element) {
    for (const code of root.querySelectorAll(":is(p, li, td) > code, :is(p, li) > em")) {
      if (code.closest("astro-island[ssr], .not-content")) continue;
      const meaning = code.matches("em") ? meaningOfName(textOf(code), this.#known) : this.#meaningOf(code);
      if (meaning) press(code, meaning);
    }
    for (const block of root.querySelectorAll("p, li")) {
      if (block.closest("astro-island[ssr], .not-content")) continue;
      markCables(block);
      wrapMatches(block, quoted, ([name]) => {
        const meaning = meaningOfName(name, this.#known);
        return meaning && buttonFor(meaning);
      });
    }
  }

  #meaningOf(code: Element): Meaning | undefined {
    const around = code.parentElement;
    if (!around) return undefined;
    const before = document.createRange();
    before.setStart(around, 0);
    before.setEndBefore(code);
    return meaningOfCode(textOf(code), textOf(around), before.toString().length, this.#known);
  }
}

const textOf = (element: Element) => element.textContent ?? "";

function press(code: Element, meaning: Meaning): void {
  const button = buttonFor(meaning);
  code.replaceWith(button);
  button.append(code);
}

function buttonFor(meaning: Meaning): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ct-do";
  button.addEventListener("click", () => void import("./act.ts").then(({ act }) => act(meaning)));
  return button;
}

// ── Pointing ──

/** What a part of the text is in the picture. */
const parts: Record<string, string> = {
  a: ".picture .card.a",
  b: ".picture .card.b",
  redis: ".picture .card.redis",
  "cable-a": '.picture [data-cable="a"]',
  "cable-b": '.picture [data-cable="b"]',
};

function point(target: EventTarget | null, isOn: boolean): void {
  const word = target instanceof Element ? target.closest<HTMLElement>("[data-part-name]") : null;
  const selector = word && parts[word.dataset.partName ?? ""];
  if (!selector) return;
  for (const part of document.querySelectorAll(selector)) part.classList.toggle("ct-pointed", isOn);
}

const cable = /([AB])(?:['’]s cable| 的连线)/g;
/** Chinese has no italics: names of panels stand in quotation marks. */
const quoted = /(?<=“)[^“”]{1,20}(?=”)/g;

/** Sets each "A's cable" of a text in a span of its own. */
function markCables(block: Element): void {
  wrapMatches(block, cable, ([, server = ""]) => {
    const span = document.createElement("span");
    span.dataset.partName = `cable-${server.toLowerCase()}`;
    return span;
  });
}

/** Puts each match in the block's text into the element that `wrapper` returns for it, if it returns one. */
function wrapMatches(
  block: Element,
  pattern: RegExp,
  wrapper: (match: RegExpMatchArray) => HTMLElement | undefined,
): void {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest("[data-part-name], button, code")) continue;
    for (const found of [...text.data.matchAll(pattern)].reverse()) {
      const element = wrapper(found);
      if (!element) continue;
      const tail = text.splitText(found.index);
      tail.splitText(found[0].length);
      tail.replaceWith(element);
      element.append(tail);
    }
  }
}

customElements.define("ct-prose", Prose);
