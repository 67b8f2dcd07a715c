// xterm, set up for the lab. In its own file, so that it gets its own chunk.
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";

interface Options {
  label: string;
  readOnly: boolean;
}

const scrollback = 500;

const fontSize = 12;

/** Resolves once terminals can be measured: with their font, or without it if it can't be loaded. */
export const fontLoaded = (): Promise<unknown> =>
  document.fonts.load(`${fontSize}px "Terminal Mono"`).catch(() => {});

/** Opens a terminal in `host`. It follows the host's size and the page's theme until it's closed. */
export function open(
  host: HTMLElement,
  { label, readOnly }: Options,
): { xterm: Terminal; close: () => void } {
  const xterm = new Terminal({
    scrollback,
    disableStdin: readOnly,
    cursorBlink: false,
    cursorStyle: "bar",
    cursorInactiveStyle: readOnly ? "none" : "outline",
    fontSize,
    lineHeight: 1.25,
    fontFamily: `"Terminal Mono", ${styleOf("--ct-font-code")}`,
    // Text is readable in every theme.
    minimumContrastRatio: 4.5,
    theme: theme(),
    // A screen reader gets the log; reading the terminal's screen as well would say everything twice.
    screenReaderMode: false,
  });
  const fit = new FitAddon();
  xterm.loadAddon(fit);
  xterm.open(host);
  if (xterm.textarea) xterm.textarea.setAttribute("aria-label", label);
  if (xterm.textarea && readOnly) xterm.textarea.tabIndex = -1;
  fit.fit();

  const sizes = new ResizeObserver(() => {
    if (host.clientWidth > 0) fit.fit();
  });
  sizes.observe(host);
  const themes = new MutationObserver(() => {
    xterm.options.theme = theme();
  });
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

  return {
    xterm,
    close() {
      sizes.disconnect();
      themes.disconnect();
      xterm.dispose();
    },
  };
}

const styleOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const [page, ink, quiet, heard, wrong, chosen] = [
    "--ct-page",
    "--ct-ink",
    "--ct-ink-2",
    "--ct-redis-text",
    "--ct-loss-text",
    "--ct-surface-2",
  ].map(styleOf) as [string, string, string, string, string, string];
  return {
    background: page,
    foreground: ink,
    cursor: ink,
    cursorAccent: page,
    selectionBackground: chosen,
    brightBlack: quiet,
    green: heard,
    yellow: wrong,
  };
}
