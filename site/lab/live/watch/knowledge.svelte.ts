// What the learner may know of the lab: everything, or, while they search for a fault, what can be observed of it.

import { createConcealer, type Span } from "../../derive/conceal.ts";
import type { Derived } from "../../derive/messages.ts";

export class Knowledge {
  readonly #everything: () => Derived;
  #span = $state.raw<Span | undefined>();
  readonly #conceal = $derived(this.#span && createConcealer(this.#span));
  readonly derived: Derived = $derived.by(() => this.#conceal?.(this.#everything()) ?? this.#everything());

  constructor(everything: () => Derived) {
    this.#everything = everything;
  }

  get isConcealed(): boolean {
    return this.#span !== undefined;
  }

  /** Conceals from now on. Call the result once the lab is broken: what is observed until then isn't shown at all. */
  conceal(): () => void {
    const span = { after: this.#everything().seq };
    this.#span = span;
    return () => {
      if (this.#span === span) this.#span = { ...span, until: this.#everything().seq };
    };
  }

  reveal(): void {
    this.#span = undefined;
  }
}
