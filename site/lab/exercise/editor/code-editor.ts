// CodeMirror, set up for exercises. In its own file, so that it gets its own chunk, which is loaded when somebody writes code.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { completion } from "./completion.ts";
import { theme } from "./theme.ts";

export interface EditorOptions {
  /** The id of the element that says which keys there are. */
  describedBy: string;
  /** CodeMirror's own texts in the page's language, by the English text. */
  phrases: Record<string, string>;
  /** Called with the whole text at each change. */
  onChange: (text: string) => void;
  /** Called for Ctrl+Enter and ⌘+Enter. */
  onRun: () => void;
}

export interface Editor {
  /** Shows the text under this name, which has its own undo history. `label` is for screen readers. */
  show: (name: string, text: string, label: string) => void;
  /** Replaces the shown text; undo brings the old one back. */
  replace: (text: string) => void;
  /** Marks what differs from this text; undefined ends that. */
  compareWith: (original: string | undefined) => void;
  /** Marks an error in this line, from 1; undefined removes the mark. */
  mark: (error: { line: number; message: string } | undefined) => void;
  /** Moves the cursor to the end of a line, from 1, and the focus into the editor. */
  goTo: (line: number) => void;
  close: () => void;
}

export function open(parent: HTMLElement, options: EditorOptions): Editor {
  const diff = new Compartment();
  const states = new Map<string, EditorState>();
  let shown = "";
  const view = new EditorView({ parent });

  return {
    show(name, text, label) {
      if (shown) states.set(shown, view.state);
      shown = name;
      const extensions = [common(options, diff), EditorView.contentAttributes.of({ "aria-label": label })];
      view.setState(states.get(name) ?? EditorState.create({ doc: text, extensions }));
      view.dispatch({ effects: diff.reconfigure([]) });
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    compareWith(original) {
      const marks =
        original === undefined
          ? []
          : unifiedMergeView({ original, mergeControls: false, gutter: true, highlightChanges: true });
      view.dispatch({ effects: diff.reconfigure(marks) });
    },
    mark(error) {
      const found =
        error && error.line <= view.state.doc.lines
          ? [{ ...rangeOf(view, error.line), severity: "error" as const, message: error.message }]
          : [];
      view.dispatch(setDiagnostics(view.state, found));
    },
    goTo(line) {
      const { to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: to }, effects: EditorView.scrollIntoView(to, { y: "center" }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

/** The text of a line, without its indentation. */
function rangeOf({ state }: EditorView, number: number): { from: number; to: number } {
  const { from, to, text } = state.doc.line(number);
  return { from: from + (text.length - text.trimStart().length), to };
}

function common({ describedBy, phrases, onChange, onRun }: EditorOptions, diff: Compartment): Extension {
  const run = () => {
    onRun();
    return true;
  };
  return [
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({ "aria-describedby": describedBy, tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    keymap.of([
      { key: "Mod-Enter", run },
      { key: "Ctrl-Enter", run },
    ]),
    history(),
    lineNumbers(),
    lintGutter(),
    EditorView.lineWrapping,
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    completion,
    javascript({ typescript: true }),
    // Escape, then Tab, leaves the editor: that is CodeMirror's own.
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    diff.of([]),
    theme,
  ];
}
