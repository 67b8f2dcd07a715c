// What others type is shown, never obeyed: characters that would move a cursor, colour a line or turn its
// direction round become a visible `␛` or `⟨U+202E⟩`.

// \p{Cc} is C0, DEL and C1. Joiners and variants that emoji and Persian are written with stay as they are.
const controls = /\p{Cc}/gu;
// More marks on one character than any script writes would be drawn over the lines above and below.
const pile = /((?:\p{M}|\u200c|\u200d){4})((?:\p{M}|\u200c|\u200d)+)/gu;
// All that is drawn without a width (Unicode's Default_Ignorable_Code_Point), and what ends or annotates a line unseen.
const invisible =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{DI}|[\u2028\u2029\ufff9-\ufffb]|(?<![\p{L}\p{M}\p{Emoji}])(?:\u200c|\u200d)/gu;

/** The same text with every control, bidirectional and invisible character made visible, and marks that pile up counted. */
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
