// The open questions in view: while there are any, the lab doesn't give the answer away.

let open = $state.raw<ReadonlySet<Element>>(new Set());

export const questions = {
  /** Whether an open question is in view. */
  get areOpen(): boolean {
    return open.size > 0;
  },
  /** Sets whether the question in this element is open and in view. */
  set(question: Element, isOpen: boolean): void {
    if (open.has(question) === isOpen) return;
    const others = [...open].filter((one) => one !== question);
    open = new Set(isOpen ? [...others, question] : others);
  },
};
