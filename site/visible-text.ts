// Shows what others type without obeying it: characters that would move a cursor, colour a line or reverse its direction
// become a visible `␛` or `⟨U+202E⟩`.

// \p{Cc} is C0, DEL and C1. Joiners and variation selectors, which emoji and Persian need, stay as they are.
const controls = /\p{Cc}/gu;
// More marks on one character than any script uses would cover the lines above and below.
const pile = /((?:\p{M}|\u200c|\u200d){4})((?:\p{M}|\u200c|\u200d)+)/gu;
// All zero-width characters (Unicode's Default_Ignorable_Code_Point), and invisible ones that end or annotate a line.
const invisible =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{DI}|[\u2028\u2029\ufff9-\ufffb]|(?<![\p{L}\p{M}\p{Emoji}])(?:\u200c|\u200d)/gu;

/** The text with every control, bidirectional and invisible character made visible, and stacked marks counted. */
export function visible(text: string): string {
  return text
    .replace(controls, (char) => {
      const code = char.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(0x2400 + code);
      return code === 0x7f ? "␡" : named(char);
    })
    .replace(invisible, named)
    .replace(pile, (_, written: string, more: string) => `${written}⟨+${[...more].length}⟩`);
}

function named(char: string): string {
  return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
