// `npm run check`: fails when a claim of a lesson or of the cheat sheet has no proof, or one that doesn't exist, when the two languages
// don't prove the same, and when a proof of the quiz doesn't exist. See claims.ts.
import { existsSync, readFileSync } from "node:fs";
import { pageFiles } from "../course/page-files.ts";
import { proofs } from "../quiz/sources.ts";
import { claimsIn, holds, problemsWith } from "./claims.ts";

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

export function problemsInLessons(): string[] {
  const pages = pageFiles("lessons").filter((name) => /(^\d\d-.*|\/cheat-sheet)\.mdx$/.test(name));
  return pages.flatMap((name) => {
    const [english, chinese] = [`lessons/${name}`, `lessons/zh-cn/${name}`];
    const texts = { [english]: read(english) ?? "", [chinese]: read(chinese) ?? "" };
    const own = Object.entries(texts).flatMap(([path, text]) =>
      problemsWith(text, { read }).map((problem) => `${path}:${problem}`),
    );
    const proofs = Object.values(texts).map((text) => claimsIn(text).flatMap(({ proofs: given }) => given));
    const same = JSON.stringify(proofs[0]) === JSON.stringify(proofs[1]);
    return same ? own : [...own, `${chinese}: has other proofs than ${english}`];
  });
}

export function problemsInQuiz(): string[] {
  return Object.entries(proofs).flatMap(([question, given]) =>
    given
      .filter((proof) => !holds(proof, "", { read }))
      .map((proof) => `site/quiz/sources.ts: ${question}: there is no ${proof}`),
  );
}

if (import.meta.main) {
  const problems = [...problemsInLessons(), ...problemsInQuiz()];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
