// tsc itself reads neither Astro nor CSS; `astro check` does, and checks their props.
declare module "*.astro" {
  const component: import("astro/runtime/server/index.js").AstroComponentFactory;
  export default component;
}
