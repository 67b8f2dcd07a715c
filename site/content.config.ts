// The lessons: every text in lessons/ becomes a page of the site (course/page-files.ts says at which address).
import { defineCollection } from "astro:content";
import { i18nLoader } from "@astrojs/starlight/loaders";
import { docsSchema, i18nSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { pageId } from "./course/page-files.ts";
import { lessonSchema } from "./lesson/frontmatter.ts";

export const collections = {
  docs: defineCollection({
    loader: glob({
      base: "./lessons",
      pattern: "**/[^_]*.mdx",
      generateId: ({ entry }) => pageId(entry),
    }),
    schema: docsSchema({ extend: lessonSchema }),
  }),
  // Starlight's words that we change: headings outside site/content/ get English labels, so the label has to be neutral.
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
};
