// The search box: queries Pagefind's index, which the build writes to /pagefind/, and lists pages and their parts.

interface Part {
  url: string;
  title: string;
  /** HTML escaped by Pagefind, with the words found in <mark>. */
  excerpt: string;
}
interface Page {
  url: string;
  /** All of its text. */
  content: string;
  meta: { title?: string };
  sub_results: Part[];
}
interface Result {
  data(): Promise<Page>;
}
interface Pagefind {
  options(options: { excerptLength: number }): Promise<void>;
  debouncedSearch(query: string): Promise<{ results: Result[] } | null>;
}

const maxPages = 8;
const maxParts = 3;

class Search extends HTMLElement {
  #index: Promise<Pagefind> | undefined;
  #failures = 0;
  #off = new AbortController();

  connectedCallback() {
    const { signal } = this.#off;
    const dialog = this.#find("dialog", HTMLDialogElement);
    const input = this.#find("input", HTMLInputElement);
    const open = () => {
      dialog.showModal();
      input.select();
      this.#load().catch(() => this.#say("failed"));
    };
    this.#find(".open", HTMLElement).addEventListener("click", open, { signal });
    this.#find(".close", HTMLElement).addEventListener("click", () => dialog.close(), { signal });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { signal });
    // A result on the current page doesn't load one.
    this.#find(".results", HTMLElement).addEventListener("click", () => dialog.close(), { signal });
    dialog.addEventListener("keydown", (event) => this.#move(event), { signal });
    input.addEventListener("input", () => this.#search(input.value.trim()), { signal });
    addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (dialog.open) dialog.close();
        else open();
      },
      { signal },
    );
  }

  disconnectedCallback() {
    this.#off.abort();
  }

  #find<Element extends HTMLElement>(selector: string, type: new () => Element): Element {
    const found = this.querySelector(selector);
    if (!(found instanceof type)) throw new Error(`<ct-search> needs "${selector}".`);
    return found;
  }

  /** An attempt that is under way began when the network was worse, perhaps; if it fails, there is one more. */
  #load(): Promise<Pagefind> {
    return this.#index ? this.#index.catch(() => this.#begin()) : this.#begin();
  }

  #begin(): Promise<Pagefind> {
    this.#index ??= this.#import().catch((error) => {
      this.#index = undefined;
      this.#failures += 1;
      throw error;
    });
    return this.#index;
  }

  /** Browsers remember a module that failed to load by its address, so each attempt needs another address. */
  async #import(): Promise<Pagefind> {
    // Not by base.ts: with an import, this script could not stand in the page itself.
    const path = `${import.meta.env.BASE_URL}pagefind/pagefind.js${this.#failures ? `?again=${this.#failures}` : ""}`;
    const pagefind: Pagefind = await import(/* @vite-ignore */ path);
    await pagefind.options({ excerptLength: 18 });
    return pagefind;
  }

  async #search(query: string) {
    if (query === "") {
      this.#show([]);
      this.#say("");
      return;
    }
    // The learner may keep typing while pages are read.
    const input = this.#find("input", HTMLInputElement);
    const isCurrent = () => input.value.trim() === query;
    try {
      const loose = loosened(query);
      const found = await (await this.#load()).debouncedSearch(loose);
      if (!found) return;
      const isExact = loose === query;
      const results = isExact ? found.results.slice(0, maxPages) : found.results;
      const read = await Promise.all(results.map((result) => result.data()));
      if (!isCurrent()) return;
      const pages = isExact ? read : read.filter((page) => holds(page, query));
      this.#show(pages.slice(0, maxPages));
      this.#say(pages.length > 0 ? "found" : "none", isExact ? found.results.length : pages.length);
    } catch {
      if (isCurrent()) this.#say("failed");
    }
  }

  /** Shows results instead of others. The focus stays on the one with the same number. */
  #show(pages: Page[]) {
    const list = this.#find(".results", HTMLElement);
    const links = () => [...list.querySelectorAll("a")];
    const focused = links().findIndex((link) => link.matches(":focus"));
    list.replaceChildren(...pages.map(pageItem));
    if (focused >= 0) (links()[focused] ?? this.#find("input", HTMLInputElement)).focus();
  }

  #say(what: "" | "found" | "none" | "failed", count = 0) {
    const words = what === "" ? "" : (this.dataset[what] ?? "");
    this.#find(".status", HTMLElement).textContent = words.replace("{count}", String(count));
  }

  /** Arrow keys move through the results; up from the first goes back to the box. Escape closes at once. */
  #move(event: KeyboardEvent) {
    // In an input method, these keys choose among its candidates.
    if (event.isComposing) return;
    if (event.key === "Escape") {
      // The search field would clear itself instead.
      event.preventDefault();
      this.#find("dialog", HTMLDialogElement).close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...this.querySelectorAll<HTMLElement>("input, .results a")];
    const now = stops.findIndex((stop) => stop.matches(":focus"));
    stops[now + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  }
}

/**
 * Chinese has no spaces. Pagefind splits pages into words with one dictionary, and the browser splits the query with another: a
 * run of single characters in one may be a word in the other (适|配|器 and 适配|器). Such a run is searched for by its first
 * character, and the results must contain the whole query.
 */
function loosened(query: string): string {
  if (!/\p{Script=Han}/u.test(query) || !("Segmenter" in Intl)) return query;
  const words = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(query)].map(
    (one) => one.segment,
  );
  const isSingle = (word: string | undefined) => /^\p{Script=Han}$/u.test(word ?? "");
  const kept = words.filter((word, index) => !(isSingle(word) && isSingle(words[index - 1])));
  return kept.length === words.length ? query : kept.join(" ");
}

function holds({ content }: Page, query: string): boolean {
  const text = content.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function pageItem({ url, meta, sub_results }: Page): HTMLLIElement {
  const item = document.createElement("li");
  const isWhole = (part: Part) => part.url.split("#")[1] === "_top" || part.url === url;
  const parts = sub_results.filter((part) => !isWhole(part));
  item.append(link("page", url, meta.title ?? url, sub_results.find(isWhole)?.excerpt));
  for (const part of parts.slice(0, maxParts)) {
    item.append(link("part", part.url, part.title, part.excerpt));
  }
  return item;
}

function link(
  kind: "page" | "part",
  url: string,
  title: string,
  excerpt: string | undefined,
): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.className = kind;
  anchor.href = url;
  anchor.textContent = title;
  if (excerpt !== undefined) {
    const text = document.createElement("span");
    text.className = "excerpt";
    text.innerHTML = excerpt;
    anchor.append(text);
  }
  return anchor;
}

customElements.define("ct-search", Search);
