// How far the page's picture has come: a verdict, and what a screen reader hears, wait until it has told a message.

interface Teller {
  hasTold: (seq: number) => boolean;
}

let teller = $state.raw<Teller | undefined>();

export const telling = {
  /** From now on this is the page's picture; returns how to end that. */
  by(one: Teller): () => void {
    teller = one;
    return () => {
      if (teller === one) teller = undefined;
    };
  },
  /** Whether the picture has told the message that begins with this event of the trace; true where there is no picture. */
  hasTold: (seq: number): boolean => teller?.hasTold(seq) ?? true,
};
