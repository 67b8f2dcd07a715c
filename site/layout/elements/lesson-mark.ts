// A lesson's mark in the lists: how many of its experiments are done, "✓" if all are.

import { chosenRoute } from "../../course/chosen-route.ts";
import type { CourseStep } from "../../course/course.ts";
import { followRoute, readProgress } from "../../progress/store.ts";

class LessonMark extends HTMLElement {
  #end: (() => void) | undefined;

  connectedCallback() {
    this.#end = followRoute(() => this.#show());
  }

  disconnectedCallback() {
    this.#end?.();
  }

  #show() {
    const { lesson = "", steps = "[]", done = "", begun = "" } = this.dataset;
    const all = JSON.parse(steps) as Pick<CourseStep, "id" | "routes">[];
    const route = chosenRoute();
    const ids = all.filter(({ routes }) => routes.includes(route)).map(({ id }) => id);
    const progress = readProgress();
    const met = ids.filter((id) => progress[`${lesson}#${id}`]?.passed).length;
    const isDone = met > 0 && met === ids.length;
    const [sign, words] = this.querySelectorAll("span");
    if (!sign || !words)
      throw new Error("<ct-lesson-mark> needs two spans: one to see, and one for screen readers.");
    this.toggleAttribute("data-is-done", isDone);
    sign.textContent = met === 0 ? "" : isDone ? "✓" : `${met}/${ids.length}`;
    words.textContent =
      met === 0
        ? ""
        : isDone
          ? done
          : begun.replace("{met}", String(met)).replace("{of}", String(ids.length));
  }
}
customElements.define("ct-lesson-mark", LessonMark);
