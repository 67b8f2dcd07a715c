let segmenter: Intl.Segmenter | undefined;

/** The letters of a text, as a reader counts them. */
export function letters(text: string): string[] {
  // Made when it's needed first: that alone keeps a phone busy for 20 ms.
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
