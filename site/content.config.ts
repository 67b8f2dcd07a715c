// The lessons: every page in lessons/ becomes a page of the site, under its own name.
//   lessons/03-two-servers.mdx        → /03-two-servers/
//   lessons/zh-cn/03-two-servers.mdx  → /zh-cn/03-two-servers/
import { defineCollection } from "astro:content";
import { i18nLoader } from "@astrojs/starlight/loaders";
import { docsSchema, i18nSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { lessonSchema } from "./lesson/frontmatter.ts";

export const collections = {
  docs: defineCollection({
    loader: glob({ base: "./lessons", pattern: "**/[^_]*.mdx" }),
    schema: docsSchema({ extend: lessonSchema }),
  }),
  // Starlight's words that we change: headings outside site/content/ get English labels, so the label has to be neutral.
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
};
