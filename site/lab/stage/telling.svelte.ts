// How far the page's picture has got: a verdict, and what a screen reader hears, wait until it has shown a message.

interface Teller {
  hasTold: (seq: number) => boolean;
}

let teller = $state.raw<Teller | undefined>();

export const telling = {
  /** Makes this the page's picture; returns a function that ends that. */
  by(one: Teller): () => void {
    teller = one;
    return () => {
      if (teller === one) teller = undefined;
    };
  },
  /** Whether the picture has shown the message whose first event this is; true without a picture. */
  hasTold: (seq: number): boolean => teller?.hasTold(seq) ?? true,
};
