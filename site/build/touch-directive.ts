// Adds `client:touch`: an island that hydrates at the first touch; see site/layout/hydrate-on-touch.ts.
import type { AstroIntegration } from "astro";

declare module "astro" {
  interface AstroClientDirectives {
    "client:touch"?: boolean;
  }
}

export const touch = (): AstroIntegration => ({
  name: "crosstalk:touch",
  hooks: {
    "astro:config:setup": ({ addClientDirective }) =>
      addClientDirective({ name: "touch", entrypoint: "./site/layout/hydrate-on-touch.ts" }),
  },
});
