// tsc can't read Astro or CSS; `astro check` can, and checks their props.
declare module "*.astro" {
  const component: import("astro/runtime/server/index.js").AstroComponentFactory;
  export default component;
}
