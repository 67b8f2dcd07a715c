// The order of the course: the pages in lessons/, sorted by their NN- names, then those without a number.
import { readdirSync } from "node:fs";

const page = /^([^_].*)\.mdx$/;
const numbered = /^\d\d-/;

/**
 * The sidebar's two groups: numbered lessons, and what stands beside them (glossary, cheat sheet).
 * Titles come from each page's frontmatter, in the reader's language.
 */
export function course(directory: string) {
  const slugs = readdirSync(directory)
    .flatMap((file) => page.exec(file)?.[1] ?? [])
    .filter((slug) => slug !== "index" && slug !== "404")
    .sort();
  const lessons = slugs.filter((slug) => numbered.test(slug));
  const reference = slugs.filter((slug) => !numbered.test(slug));
  return [
    group("Lessons", "课程", lessons),
    ...(reference.length > 0 ? [group("Reference", "参考", reference)] : []),
  ];
}

function group(label: string, zhCN: string, slugs: string[]) {
  return { label, translations: { "zh-CN": zhCN }, items: slugs.map((slug) => ({ slug })) };
}
