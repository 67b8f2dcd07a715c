// The questions that are still open and can be seen now: while there are any, the lab doesn't answer them by itself.

let open = $state.raw<ReadonlySet<Element>>(new Set());

export const questions = {
  /** Whether any is open before the learner's eyes. */
  get areOpen(): boolean {
    return open.size > 0;
  },
  /** Says of one question, by its element, whether it is. */
  set(question: Element, isOpen: boolean): void {
    if (open.has(question) === isOpen) return;
    const others = [...open].filter((one) => one !== question);
    open = new Set(isOpen ? [...others, question] : others);
  },
};
