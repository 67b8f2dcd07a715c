// Words that make people read a sentence twice, with what to write instead. The list is short on purpose: it has the words this
// project once overused, not all of English.

/** A pattern, and what to write instead of a match. */
type Rule = readonly [pattern: RegExp, instead: string];

const english: Rule[] = [
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\banew\b/i, "again; reconnect, restart"],
  [/\b(who|whom)ever\b/i, "any client that, anyone who"],
  [/(?<!\bfrom )\bwhom\b/i, "who; which client"],
  [/\bnot so\b(?! (much|many|long|far))/i, "wrong, false"],
  [/(?<!\bthere )\b(is|are|was|were) none\b/i, "is invalid; there is no …"],
  [/\b(is|are|be|been|was|were|gets?) told\b/i, "is notified, is reported, learns"],
  [/\btold of\b/i, "notified of"],
  [/(?:^|[.;:*/] +)Told (why|when|of|that)\b/, "called with"],
  [/\breturns how to\b/i, "returns a function that …"],
  [/\bfor ever\b/i, "forever"],
  [/\bin vain\b/i, "without effect"],
  [/\b(come|comes|came) alive\b/i, "becomes live, hydrates"],
  [/\bspoken to\b/i, "called; sent a message"],
  [/\bought (to|not)\b/i, "should"],
  [/\breckon/i, "calculate, estimate"],
  [/\b(thereby|hence|thus|wherein|thereof|lest)\b/i, "a shorter sentence"],
  [/\bthe own\b/i, "its own"],
  [/\bbeside\b/i, "next to; besides"],
  [/\bknows? nothing of\b/i, "knows nothing about"],
  [/\bfor (the )?(eyes?|ears?)\b/i, "for people; for screen readers"],
  [/\b[Aa]nswers (whether|when|what|how|until|where|with the|null|true|false|an? )/, "returns"],
  [
    /(?:^|[.;:*/] +)Who (has|knows|can|cannot|comes|came|wants|opens|opened|asks)\b(?!.*\?)/,
    "a client that, anyone who",
  ],
];

const chinese: Rule[] = [
  [/听(到|得到|不到|见|不懂)/, "收到, 收不到; 互不兼容"],
  [/(内置的|发布\/订阅)代理/, "内置的 broker (代理 is a proxy)"],
  [/沉默|不吭声|死掉|告别/, "没有响应, 已停止, 关闭连接"],
  [/\p{Script=Han}[,;:!?]\s*\p{Script=Han}/u, "，；：？！"],
];

const rules = [...english, ...chinese];

/** What is wrong in one line of a text; `line` counts from 1. */
export interface HardWord {
  line: number;
  word: string;
  instead: string;
}

/** Returns every match of the list in a text, in order. */
export function hardWords(text: string): HardWord[] {
  return text.split("\n").flatMap((content, index) =>
    rules.flatMap(([pattern, instead]) => {
      const word = pattern.exec(content)?.[0].trim();
      return word === undefined ? [] : [{ line: index + 1, word, instead }];
    }),
  );
}
