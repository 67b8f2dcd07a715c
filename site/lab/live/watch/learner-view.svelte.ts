// What the learner may see of the lab: everything, or, while they search for a fault, only what can be observed.

import type { Span } from "../../derive/conceal.ts";
import type { Derived } from "../../derive/messages.ts";

/** Returns what hides the cause of a fault; only a page that has one brings it along. */
export type CreateConcealer = (span: Span) => (derived: Derived) => Derived;

export class LearnerView {
  readonly #everything: () => Derived;
  #concealed = $state.raw<{ span: Span; create: CreateConcealer } | undefined>();
  readonly #conceal = $derived(this.#concealed?.create(this.#concealed.span));
  readonly derived: Derived = $derived.by(() => this.#conceal?.(this.#everything()) ?? this.#everything());

  constructor(everything: () => Derived) {
    this.#everything = everything;
  }

  get isConcealed(): boolean {
    return this.#concealed !== undefined;
  }

  /** Conceals from now on. Call the returned function once the lab is broken: nothing observed until then is shown. */
  conceal(create: CreateConcealer): () => void {
    const concealed = { span: { after: this.#everything().seq }, create };
    this.#concealed = concealed;
    return () => {
      if (this.#concealed !== concealed) return;
      this.#concealed = { span: { ...concealed.span, until: this.#everything().seq }, create };
    };
  }

  reveal(): void {
    this.#concealed = undefined;
  }
}
