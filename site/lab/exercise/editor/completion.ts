// Completion: the API in use after a dot, the file's own names elsewhere.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { globals, type Member, members } from "./api-names.ts";

const option = ([label, detail]: Member): Completion => ({
  label,
  detail,
  type: detail.startsWith("(") ? "function" : "property",
});

const afterDot = Object.fromEntries(Object.entries(members).map(([name, list]) => [name, list.map(option)]));
const alone = globals.map(option);

/** Options for what stands before the cursor; null in strings, in comments and where there's nothing to offer. */
function complete(context: CompletionContext): CompletionResult | null {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (/String|Comment/.test(name)) return null;
  const dotted = context.matchBefore(/[\w$]+(\([^()]*\))?(\.[\w$]+\([^()]*\)|\.local)*\.[\w$]*$/);
  if (dotted) {
    const options = afterDot[/^[\w$]+/.exec(dotted.text)?.[0] ?? ""];
    return options ? { from: context.pos - lastWord(dotted.text), options, validFor: /^[\w$]*$/ } : null;
  }
  const word = context.matchBefore(/[\w$]+$/);
  return word && !isMember(context, word.from)
    ? { from: word.from, options: alone, validFor: /^[\w$]*$/ }
    : null;
}

const lastWord = (text: string): number => /[\w$]*$/.exec(text)?.[0].length ?? 0;
const isMember = ({ state }: CompletionContext, at: number): boolean => state.sliceDoc(at - 1, at) === ".";

/** The names that this file declares, but not after a dot. */
const declared: CompletionSource = (context) => {
  const word = context.matchBefore(/[\w$]+$/);
  return word && !isMember(context, word.from) ? localCompletionSource(context) : null;
};

export const completion: Extension = autocompletion({ override: [complete, declared], icons: false });
