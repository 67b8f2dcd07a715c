// The colours of the site's two themes, read from its tokens, for pictures and the element, which are used outside of the site.
import { readFileSync } from "node:fs";

export type Theme = "light" | "dark";

const tokens = readFileSync(new URL("../../styles/tokens.css", import.meta.url), "utf8");

/** The declarations of a theme's colours, as CSS without selector. Throws if the tokens have none. */
export function coloursOf(theme: Theme): string {
  const block = new RegExp(`:root\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(tokens)?.[1] ?? "";
  const colours = block.match(/--ct-[a-z0-9-]+: #[0-9a-f]{6};/g);
  if (!colours) throw new Error(`site/styles/tokens.css has no colours for the ${theme} theme`);
  return colours.map((colour) => colour.replace(": ", ":")).join("");
}
