// How the site is built: lessons from lessons/, Starlight around them, live panels in Svelte.
// Everything a page needs is in dist/: it works in a room without internet.
import { fileURLToPath } from "node:url";
import starlight from "@astrojs/starlight";
import svelte from "@astrojs/svelte";
import { defineConfig } from "astro/config";
import { joinPath } from "./servers/base-path.ts";
import { baseLinks } from "./site/build/base-links.ts";
import { checkLinks } from "./site/build/check-links.ts";
import { chunks, withoutWebTransport } from "./site/build/chunks.ts";
import { compress } from "./site/build/compress.ts";
import { retryableImports } from "./site/build/retryable-imports.ts";
import { searchIndex } from "./site/build/search-index.ts";
import { touch } from "./site/build/touch-directive.ts";
import { course } from "./site/course/sidebar.ts";

// Set if the site has a public address; pages then name it as canonical.
const { SITE_URL: site } = process.env;

/** The path that the site is built for; `--base` sets it. */
const base = process.env.CROSSTALK_BASE ?? "/";
/** A static site plays recordings, and a host of its own compresses it. */
const isStatic = process.env.CROSSTALK_EDITION === "static";

// Set by `npm run dev`: the gateway's address, for everything that isn't a page.
const gateway = process.env.CROSSTALK_GATEWAY;
const toGateway = gateway ? { target: gateway, ws: true } : null;

export default defineConfig({
  ...(site ? { site } : {}),
  base,
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
  devToolbar: { enabled: false },
  // Pages that nobody asked for would share the network with a class.
  prefetch: false,
  vite: {
    // Astro marks pages with a directive that it reads itself; a warning for each would bury the real ones.
    define: { "import.meta.env.CROSSTALK_STATIC": JSON.stringify(isStatic) },
    resolve: {
      alias: isStatic
        ? { "#lab-source": fileURLToPath(new URL("./site/lab/source/recorded.ts", import.meta.url)) }
        : {},
    },
    build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
    plugins: [chunks(), withoutWebTransport(), retryableImports()],
    server: {
      proxy: toGateway
        ? Object.fromEntries(
            ["/api", "/labs", "/watch", "/workshop", "/healthz"].map((path) => [
              joinPath(base, path),
              toGateway,
            ]),
          )
        : {},
    },
  },
  integrations: [
    starlight({
      title: "Crosstalk",
      favicon: "/favicon.svg",
      defaultLocale: "root",
      locales: {
        root: { label: "English", lang: "en" },
        "zh-cn": { label: "简体中文", lang: "zh-CN" },
      },
      sidebar: course("./lessons"),
      tableOfContents: false,
      disable404Route: true,
      customCss: [
        "./site/styles/fonts.css",
        "./site/styles/tokens.css",
        "./site/styles/controls.css",
        "./site/styles/starlight.css",
      ],
      markdown: { processedDirs: ["./lessons"] },
      components: {
        Footer: "./site/layout/Footer.astro",
        Head: "./site/layout/Head.astro",
        Header: "./site/layout/Header.astro",
        PageFrame: "./site/layout/PageFrame.astro",
        PageTitle: "./site/layout/PageTitle.astro",
        Search: "./site/layout/search/Search.astro",
        Sidebar: "./site/layout/Sidebar.astro",
        SiteTitle: "./site/layout/SiteTitle.astro",
        TwoColumnContent: "./site/layout/TwoColumnContent.astro",
      },
      expressiveCode: {
        // Long lines wrap: next to the lab and on phones there is no room to scroll them.
        defaultProps: { wrap: true },
        themes: ["github-dark-default", "github-light"],
        styleOverrides: {
          borderRadius: "var(--ct-radius-2)",
          borderColor: "var(--ct-line)",
          codeBackground: "var(--ct-surface)",
          codeFontFamily: "var(--ct-font-code)",
          codeFontSize: "0.8125rem",
          codeLineHeight: "1.6",
          uiFontFamily: "var(--ct-font-code)",
          uiFontSize: "0.75rem",
          frames: {
            frameBoxShadowCssValue: "none",
            editorTabBarBackground: "var(--ct-surface)",
            editorTabBarBorderBottomColor: "var(--ct-line)",
            editorActiveTabBackground: "var(--ct-surface)",
            editorActiveTabForeground: "var(--ct-ink-2)",
            editorActiveTabIndicatorTopColor: "transparent",
            editorActiveTabIndicatorBottomColor: "var(--ct-line)",
            editorActiveTabBorderColor: "transparent",
            terminalBackground: "var(--ct-surface)",
            terminalTitlebarBackground: "var(--ct-surface)",
            terminalTitlebarBorderBottomColor: "var(--ct-line)",
          },
          textMarkers: {
            // Comments on a marked line keep their contrast.
            markBackground: "color-mix(in srgb, var(--ct-a-soft) 70%, var(--ct-surface))",
            markBorderColor: "var(--ct-a)",
          },
        },
      },
    }),
    // Short names for what scopes a component's styles: each stands in every element of it.
    svelte({
      compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}` },
      // The class bar's styles come with its script: otherwise every page would have them, for readers without a class, too.
      dynamicCompileOptions: ({ filename }) =>
        filename.includes("/site/workshop/learner/") ? { css: "injected" } : undefined,
    }),
    touch(),
    searchIndex(),
    baseLinks(base),
    checkLinks(base),
    ...(isStatic ? [] : [compress()]),
  ],
});
