// The editor's look: the page's colours and fonts, in both themes.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": {
    maxHeight: "26rem",
    backgroundColor: "var(--ct-page)",
    color: "var(--ct-ink)",
    fontSize: "var(--ct-text-s)",
  },
  "&.cm-focused": { outline: "2px solid var(--ct-focus)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: "var(--ct-font-code)",
    fontVariantLigatures: "none", // as in the other code of a page
    lineHeight: "1.6",
    overflow: "auto",
  },
  ".cm-content": { padding: "var(--ct-space-2) 0", caretColor: "var(--ct-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ct-ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--ct-a) 28%, transparent)",
  },
  ".cm-gutters": {
    backgroundColor: "var(--ct-surface)",
    color: "var(--ct-ink-2)",
    borderRight: "1px solid var(--ct-line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--ct-surface-2) 55%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--ct-surface-2)",
    outline: "1px solid var(--ct-line-strong)",
  },
  ".cm-tooltip, .cm-panels": {
    border: "1px solid var(--ct-line-strong)",
    borderRadius: "var(--ct-radius-2)",
    backgroundColor: "var(--ct-page)",
    color: "var(--ct-ink)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    maxWidth: "min(40rem, 90vw)",
    fontFamily: "var(--ct-font-code)",
    fontSize: "var(--ct-text-xs)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.5rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ct-a-soft)",
    color: "var(--ct-ink)",
  },
  ".cm-completionDetail": { color: "var(--ct-ink-2)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--ct-loss)", padding: "0.3rem 0.6rem" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--ct-loss) 1px",
    textUnderlineOffset: "0.25em",
  },
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--ct-redis-soft) !important" },
  ".cm-changedText, .cm-insertedLine .cm-changedText": { background: "none", fontWeight: "650" },
  ".cm-deletedChunk": { backgroundColor: "var(--ct-loss-soft)", color: "var(--ct-ink)" },
  ".cm-deletedChunk .cm-deletedText": { background: "none", fontWeight: "650" },
  ".cm-changeGutter .cm-changedLineGutter": { background: "var(--ct-redis)" },
  ".cm-changeGutter .cm-deletedLineGutter": { background: "var(--ct-loss)" },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--ct-ink-2)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.modifier, tags.self], color: "var(--ct-b-text)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--ct-redis-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.typeName], color: "var(--ct-loss-text)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--ct-a-text)" },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];
