// Splits an inline command into its arguments, like `sdssplitargs` in Redis' sds.c.
//
//   SET "a b\x21" 'it\'s'   →   SET | a b! | it's

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };

/** Returns the arguments of a line without its line end; null if quotes are not balanced. A zero byte ends the line. */
export function splitInline(line: Buffer): Buffer[] | null {
  // In latin1 one character is one byte, so the text can be cut anywhere.
  const text = line.toString("latin1").replace(/\0.*$/s, "");
  const words: Buffer[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(text[at])) at++;
    if (at === text.length) return words;
    const word = readWord(text, at);
    if (word === null) return null;
    words.push(Buffer.from(word.text, "latin1"));
    at = word.end;
  }
}

function readWord(text: string, from: number): { text: string; end: number } | null {
  let word = "";
  for (let at = from; ; ) {
    const letter = text[at];
    if (letter === '"' || letter === "'") {
      const quoted = letter === '"' ? readDouble(text, at + 1) : readSingle(text, at + 1);
      if (quoted === null) return null;
      // A closing quote ends the word, so only a space or nothing may follow it.
      if (quoted.end < text.length && !isSpace(text[quoted.end])) return null;
      return { text: word + quoted.text, end: quoted.end };
    }
    // As in Redis, vertical tab and form feed are skipped between words, but do not end one.
    if (letter === undefined || " \n\r\t".includes(letter)) return { text: word, end: at };
    word += letter;
    at++;
  }
}

function readDouble(text: string, from: number): { text: string; end: number } | null {
  let word = "";
  for (let at = from; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '"') return { text: word, end: at + 1 };
    const hex = letter === "\\" && /^x([0-9a-f]{2})/i.exec(text.slice(at + 1, at + 4))?.[1];
    if (hex) {
      word += String.fromCharCode(Number.parseInt(hex, 16));
      at += 3;
    } else if (letter === "\\" && at + 1 < text.length) {
      at++;
      word += escapes[text.charAt(at)] ?? text.charAt(at);
    } else {
      word += letter;
    }
  }
  return null;
}

function readSingle(text: string, from: number): { text: string; end: number } | null {
  let word = "";
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") return { text: word, end: at + 1 };
    if (text[at] === "\\" && text[at + 1] === "'") at++;
    word += text.charAt(at);
  }
  return null;
}

function isSpace(letter: string | undefined): boolean {
  return letter !== undefined && " \n\r\t\v\f".includes(letter);
}
