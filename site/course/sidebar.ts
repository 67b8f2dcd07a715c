// The order of the course: the pages in lessons/, sorted by their NN- names, then those without a number.
import { playgroundWords } from "../playground/words/all.ts";
import { progressWords } from "../progress/words/all.ts";
import { quizWords } from "../quiz/words/all.ts";
import { pageFiles, pageId } from "./page-files.ts";
import { shortRoutePages } from "./routes.ts";

const { en, "zh-cn": zhCn } = progressWords;

const numbered = /^\d\d-/;

/** Lessons from this one on are about production, and so are these pages. */
const firstOfProduction = "14-";
const ofProduction = ["which-adapter", "redis-cluster-sentinel"];

/** Learners would read the answers there. It's on the instructor's page, and at its address. */
const forInstructors = "instructor-notes";

/**
 * The sidebar's three groups: numbered lessons, those about production with the pages that belong to them, and all others (glossary,
 * cheat sheet, the learner's progress). Titles come from each page's frontmatter, in the reader's language.
 */
export function course(directory: string) {
  const slugs = pageFiles(directory)
    .map(pageId)
    .filter((slug) => slug !== "index" && slug !== "404")
    .sort();
  const lessons = slugs.filter((slug) => numbered.test(slug));
  const basic = [...shortRoutePages(slugs), ...lessons.filter((slug) => slug < firstOfProduction)];
  const production = [...lessons.filter((slug) => slug >= firstOfProduction), ...ofProduction];
  const reference = slugs.filter((slug) => ![...basic, ...production, forInstructors].includes(slug));
  return [
    group("Lessons", "课程", basic.map(page)),
    group("Production", "生产环境", production.map(page)),
    group("Reference", "参考", [playground, ...reference.map(page), quiz, progress, finish]),
  ];
}

const playground = {
  label: playgroundWords.en.title,
  translations: { "zh-CN": playgroundWords["zh-cn"].title },
  link: "/playground/",
};

const quiz = {
  label: quizWords.en.title,
  translations: { "zh-CN": quizWords["zh-cn"].title },
  link: "/quiz/",
};

/** Not in lessons/, because it's different for everyone. */
const progress = { label: en.title, translations: { "zh-CN": zhCn.title }, link: "/progress/" };

const page = (slug: string) => ({ slug });

const finish = {
  label: en.finish.title,
  translations: { "zh-CN": zhCn.finish.title },
  link: "/finish/",
};

function group<Item>(label: string, zhCN: string, items: Item[]) {
  return { label, translations: { "zh-CN": zhCN }, items };
}
