// The end of a lesson: how many of its experiments are done, and how many predictions were right.

import { onProgress, readProgress } from "../../progress/store.ts";

class LessonEnd extends HTMLElement {
  #end: (() => void) | undefined;

  connectedCallback() {
    this.#show();
    this.#end = onProgress(() => this.#show());
  }

  disconnectedCallback() {
    this.#end?.();
  }

  #show() {
    const { lesson = "", steps = "", met = "", right = "", all = "" } = this.dataset;
    const progress = readProgress();
    const reached = steps.split(" ").map((id) => ({ id, ...progress[`${lesson}#${id}`] }));
    const count = (which: (one: (typeof reached)[number]) => boolean | undefined) =>
      reached.filter((one) => which(one)).length;
    const done = count(({ passed }) => passed);
    const fill = (text: string, some: number) =>
      text.replace("{count}", String(some)).replace("{of}", String(reached.length));
    const parts = [done === reached.length ? all : fill(met, done)];
    const judged = count(({ isRight }) => isRight !== undefined);
    if (judged)
      parts.push(
        fill(
          right,
          count(({ isRight }) => isRight),
        ),
      );
    const line = this.querySelector("p");
    if (line) line.textContent = parts.join(" ");
    for (const { id, passed = false } of reached)
      this.querySelector(`[data-step="${id}"]`)?.toggleAttribute("data-done", passed);
  }
}
customElements.define("ct-lesson-end", LessonEnd);
