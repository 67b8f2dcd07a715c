// tsc can't read Astro or CSS; `astro check` can, and checks their props.
declare module "*.astro" {
  const component: import("astro/runtime/server/index.js").AstroComponentFactory;
  export default component;
}

// Written by the build of <crosstalk-lab>: see site/build/static/build-embed.ts.
declare module "virtual:embed" {
  /** CSS. */
  export const looks: string;
  /** By scenario: its recording's text, and where the playground opens it, from the site's root. */
  export const recordings: Record<string, { text: string; playground: string }>;
}

interface ImportMetaEnv {
  /** Whether pages play recordings. A constant of the build, so that pages with live labs don't have the code for it. */
  readonly CROSSTALK_STATIC: boolean;
}
