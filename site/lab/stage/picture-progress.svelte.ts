// How far the page's picture has got: a verdict, and what a screen reader hears, wait until it has shown a message.

interface Picture {
  hasShown: (seq: number) => boolean;
}

let picture = $state.raw<Picture | undefined>();

export const pictureProgress = {
  /** Makes this the page's picture; returns a function that ends that. */
  follow(one: Picture): () => void {
    picture = one;
    return () => {
      if (picture === one) picture = undefined;
    };
  },
  /** Whether the picture has shown the message whose first event this is; true without a picture. */
  hasShown: (seq: number): boolean => picture?.hasShown(seq) ?? true,
};
