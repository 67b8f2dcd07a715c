// <crosstalk-lab scenario="silence">: one scenario of the playground on another site's page, played from its recording.
//
//   scenario="…"   one of the playground's scenarios; silence
//   lang="zh"      Chinese; default is the language of what it stands in
//   theme="dark"   or "light"; default is what the reader's system prefers
//
// Everything is in the shadow tree: no style of the page's changes it, and none of its own changes the page. The build puts the
// recordings and the picture's looks into this file (site/build/static/build-embed.ts), so it fetches nothing.
import { looks, recordings } from "virtual:embed";
import { openRecording } from "../lab/recorded/open-recording.ts";
import { type RecordedStory, recordedStory } from "../lab/recorded/picture/outcome-picture.ts";
import { storyPicture } from "../lab/recorded/picture/story-picture.ts";
import type { Recording } from "../lab/recorded/recording.ts";
import { type EmbedWords, words as en } from "./words/en.ts";
import { words as zhCn } from "./words/zh-cn.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(looks);

const stepMs = 1_000;
const widest = 560;
const narrowest = 300;

/** The address of the site that this file came from, for links to it. */
const site = new URL(
  ".",
  document.querySelector<HTMLScriptElement>('script[src*="embed.js"]')?.src ?? location.href,
);

class CrosstalkLab extends HTMLElement {
  static readonly observedAttributes = ["scenario", "lang"];
  readonly #root = this.attachShadow({ mode: "open" });
  #recorded: RecordedStory | undefined;
  #step = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #width = 480;
  readonly #size = new ResizeObserver(([entry]) => {
    const width = Math.round(
      Math.min(widest, Math.max(narrowest, (entry?.contentRect.width ?? 480) - 2 * 14)),
    );
    if (width === this.#width) return;
    this.#width = width;
    this.#draw();
  });

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    this.#show();
    this.#size.observe(this);
  }

  disconnectedCallback(): void {
    this.#stop();
    this.#size.disconnect();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#show();
  }

  get #words(): EmbedWords {
    const lang = this.closest<HTMLElement>("[lang]")?.lang ?? "";
    return lang.startsWith("zh") ? zhCn : en;
  }

  #show(): void {
    this.#stop();
    this.#step = 0;
    const name = this.getAttribute("scenario") ?? "silence";
    const opened = openRecording(recordings[name]?.text ?? "");
    const words = this.#words;
    if (!("recording" in opened)) {
      this.#recorded = undefined;
      const known = Object.keys(recordings);
      this.#root.replaceChildren(element("p", { class: "about" }, words.unknown(name, known)));
      return;
    }
    this.#recorded = recordedStory(opened.recording);
    this.#root.replaceChildren(this.#frame(name, opened.recording, words));
    this.#draw();
  }

  #frame(name: string, recording: Recording, words: EmbedWords): HTMLElement {
    const title = words.scenario[name as keyof EmbedWords["scenario"]]?.title ?? name;
    const button = (part: string, label: string, text: string, act: () => void) => {
      const made = element(
        "button",
        { type: "button", class: part, title: label, "aria-label": label },
        text,
      );
      made.addEventListener("click", act);
      return made;
    };
    const frame = element(
      "section",
      { class: "frame", "aria-label": title },
      element("p", { class: "head" }, element("strong", {}, title)),
      element("div", { class: "picture" }),
      element("p", { class: "caption", "aria-live": "polite" }),
      element(
        "div",
        { class: "controls" },
        button("play", words.play, `▶ ${words.play}`, () => this.#play()),
        button("back", words.back, "←", () => this.#go(this.#step - 1)),
        button("forward", words.forward, "→", () => this.#go(this.#step + 1)),
        element("a", { href: new URL(recordings[name]?.playground ?? "", site).href }, words.open),
      ),
      element("p", { class: "about" }, element("strong", {}, words.mark), ` ${words.about(recording)}`),
    );
    frame.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft") this.#go(this.#step - 1);
      if (key === "ArrowRight") this.#go(this.#step + 1);
    });
    return frame;
  }

  #draw(): void {
    const picture = this.#root.querySelector(".picture");
    const caption = this.#root.querySelector(".caption");
    if (!this.#recorded || !picture || !caption) return;
    const { story, clients, show } = this.#recorded;
    const words = this.#words;
    const drawn = storyPicture(story, {
      clients,
      show,
      words: words.picture,
      width: this.#width,
      steps: this.#step,
    });
    picture.innerHTML = drawn.svg;
    if (caption.textContent !== drawn.caption) caption.textContent = drawn.caption;
    const isOver = this.#step >= story.steps;
    const play = this.#root.querySelector(".play");
    if (play) play.textContent = isOver ? `↺ ${words.again}` : `▶ ${words.play}`;
    play?.setAttribute("aria-label", isOver ? words.again : words.play);
    this.#root.querySelector(".back")?.setAttribute("aria-disabled", String(this.#step === 0));
    this.#root.querySelector(".forward")?.setAttribute("aria-disabled", String(isOver));
  }

  #play(): void {
    if (this.#step >= (this.#recorded?.story.steps ?? 0)) this.#step = 0;
    this.#go(this.#step + 1);
    this.#timer = setInterval(() => this.#advance(), stepMs);
  }

  #advance(): void {
    const steps = this.#recorded?.story.steps ?? 0;
    this.#step = Math.min(steps, this.#step + 1);
    this.#draw();
    if (this.#step === steps) this.#stop();
  }

  #go(step: number): void {
    this.#stop();
    this.#step = Math.max(0, Math.min(this.#recorded?.story.steps ?? 0, step));
    this.#draw();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function element(
  name: string,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

if (!customElements.get("crosstalk-lab")) customElements.define("crosstalk-lab", CrosstalkLab);
