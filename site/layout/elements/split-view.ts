// Text and lab side by side: dragging the divider, its keys, full width, and the sheet on narrow screens.
// The layout is saved in the browser; Head.astro applies it before the first paint.

import { showKeys } from "../../ui/keys/keys.ts";

const storageKey = "crosstalk:1:layout";
const minShare = 25;
const maxShare = 75;
const step = 2;

interface Layout {
  /** Width of the text in percent of both; absent: the default of TwoColumnContent.astro. */
  share?: number;
}

class Split extends HTMLElement {
  #off = new AbortController();

  connectedCallback() {
    const { signal } = this.#off;
    const divider = this.#part("divider");
    divider.addEventListener("pointerdown", (event) => this.#drag(divider, event), { signal });
    divider.addEventListener("keydown", (event) => this.#key(divider, event), { signal });
    divider.addEventListener("dblclick", () => this.#share(divider, undefined), { signal });
    divider.addEventListener("focus", () => this.#announce(divider), { signal });
    this.#announce(divider);
    this.#width(signal);
    this.#part("keys").addEventListener("click", () => void showKeys(), { signal });
    for (const link of document.querySelectorAll("[data-to-lab]"))
      link.addEventListener("click", (event) => this.#toLab(event), { signal });
    this.#sheet(signal);
  }

  disconnectedCallback() {
    this.#off.abort();
  }

  /** Found by attribute, because lessons and lab inside have their own classes. */
  #part(name: "text" | "divider" | "column" | "lab" | "widen" | "open" | "close" | "keys"): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`<ct-split> needs an element with data-part="${name}".`);
    return found;
  }

  // ── The divider ──

  #drag(divider: HTMLElement, down: PointerEvent) {
    if (down.button !== 0) return;
    const { left, width } = this.getBoundingClientRect();
    const move = (event: PointerEvent) => this.#share(divider, ((event.clientX - left) / width) * 100);
    const up = new AbortController();
    divider.setPointerCapture(down.pointerId);
    divider.toggleAttribute("data-dragging", true);
    divider.addEventListener("pointermove", move, { signal: up.signal });
    divider.addEventListener(
      "lostpointercapture",
      () => {
        divider.toggleAttribute("data-dragging", false);
        up.abort();
      },
      { signal: up.signal },
    );
  }

  #key(divider: HTMLElement, event: KeyboardEvent) {
    const now = this.#shown();
    const next = { ArrowLeft: now - step, ArrowRight: now + step, Home: minShare, End: maxShare }[event.key];
    if (next !== undefined) this.#share(divider, next);
    else if (event.key === "Enter") this.#share(divider, undefined);
    else return;
    event.preventDefault();
  }

  #share(divider: HTMLElement, requested: number | undefined) {
    const { style } = document.documentElement;
    if (requested === undefined) {
      style.removeProperty("--ct-text-share");
      remember({ share: undefined });
    } else {
      const share = Math.round(Math.min(maxShare, Math.max(minShare, requested)) * 10) / 10;
      style.setProperty("--ct-text-share", `${share}%`);
      remember({ share });
    }
    this.#announce(divider);
  }

  #announce(divider: HTMLElement) {
    divider.setAttribute("aria-valuenow", String(Math.round(this.#shown())));
  }

  #shown(): number {
    return (this.#part("text").offsetWidth / this.offsetWidth) * 100 || 50;
  }

  /** Opens the lab where it's a sheet; the focus goes to the first thing in it. */
  #toLab(event: Event) {
    event.preventDefault();
    const lab = this.#part("lab");
    if (lab.popover) return lab.showPopover();
    lab.querySelector<HTMLElement>(".bar input")?.focus();
  }

  // ── Full width ──

  /** Only for this page: the next lesson begins with its text. */
  #width(signal: AbortSignal) {
    const button = this.#part("widen");
    const root = document.documentElement;
    const isWide = () => root.hasAttribute("data-lab-wide");
    let goBack = () => {};
    const set = (wide: boolean) => {
      if (wide) goBack = placeIn(this.#part("text"));
      root.toggleAttribute("data-lab-wide", wide);
      button.setAttribute("aria-pressed", String(wide));
      if (!wide) goBack();
    };
    button.addEventListener("click", () => set(!isWide()), { signal });
    // A link into the text, such as the skip link, must reach it.
    const leave = () => {
      if (!isWide() || location.hash === "#ct-lab") return;
      set(false);
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
    };
    addEventListener("hashchange", leave, { signal });
  }

  // ── The sheet ──

  #sheet(signal: AbortSignal) {
    const sheet = this.#part("lab");
    const opener = this.#part("open");
    const narrow = matchMedia("(width < 56.25rem)");
    const settle = () => {
      sheet.popover = narrow.matches ? "auto" : null;
    };
    settle();
    narrow.addEventListener("change", settle, { signal });
    opener.addEventListener("click", () => sheet.showPopover(), { signal });
    this.#part("close").addEventListener("click", () => sheet.hidePopover(), { signal });
    sheet.addEventListener(
      "toggle",
      (event) => {
        const open = event.newState === "open";
        // Everything except the sheet is inert while it's open; Escape and the popover return the focus.
        for (const other of document.querySelectorAll(
          ".sl-skip-link, .to-lab, body > header, [data-part=text], [data-part=open]",
        ))
          other.toggleAttribute("inert", open);
        document.documentElement.classList.toggle("ct-sheet-open", open);
        if (open) {
          sheet.setAttribute("role", "dialog");
          sheet.setAttribute("aria-modal", "true");
          sheet.setAttribute("aria-label", this.#part("column").getAttribute("aria-label") ?? "");
          this.#part("close").focus();
        } else {
          sheet.removeAttribute("role");
          sheet.removeAttribute("aria-label");
          sheet.removeAttribute("aria-modal");
          opener.focus();
        }
      },
      { signal },
    );
  }
}

/** Remembers where the reader is in the text; returns a function that scrolls back there. */
function placeIn(text: HTMLElement): () => void {
  const inSight = [...text.querySelectorAll("h1, h2, h3, p, li, pre, section, table")].find(
    // Folded content has a position, too, but an outdated one.
    (one) => one.checkVisibility() && one.getBoundingClientRect().top >= 0,
  );
  const top = inSight?.getBoundingClientRect().top ?? 0;
  return () => scrollBy({ top: (inSight?.getBoundingClientRect().top ?? top) - top, behavior: "instant" });
}

function remember(change: { [Key in keyof Layout]: Layout[Key] | undefined }) {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Layout;
    localStorage.setItem(storageKey, JSON.stringify({ ...kept, ...change }));
  } catch {
    // Without storage the layout lasts as long as the page.
  }
}

customElements.define("ct-split", Split);
