// Fits text into a terminal's columns. Chinese characters and emoji take two.
import stringWidth from "string-width";

const graphemes = new Intl.Segmenter();
const indent = "  ";

/** Returns a line as rows of at most `columns` columns, broken between words if possible. */
export function wrap(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = "";
  let free = columns;
  function add(part: string, width: number): void {
    row += part;
    free -= width;
  }
  function endRow(next: string): void {
    rows.push(row);
    row = next;
    free = columns - next.length;
  }
  for (const piece of pieces(text)) {
    let rest = piece;
    if (row !== "" && stringWidth(rest) > free) {
      endRow(indent);
      rest = rest.trimStart();
    }
    const width = stringWidth(rest);
    if (width <= free) add(rest, width);
    else
      for (const { segment } of graphemes.segment(rest)) {
        const segmentWidth = stringWidth(segment);
        if (segmentWidth > free) endRow("");
        add(segment, segmentWidth);
      }
  }
  return [...rows, row];
}

/** Returns what fits into `columns` of the text before the cursor and after it. `cursor` counts UTF-16 units. */
export function aroundCursor(
  line: string,
  cursor: number,
  columns: number,
): { before: string; after: string } {
  const before = fitting([...graphemes.segment(line.slice(0, cursor))].reverse(), columns);
  const after = fitting(graphemes.segment(line.slice(cursor)), columns - stringWidth(before.join("")));
  return { before: before.reverse().join(""), after: after.join("") };
}

function fitting(segments: Iterable<{ segment: string }>, columns: number): string[] {
  const fit: string[] = [];
  let free = columns;
  for (const { segment } of segments) {
    free -= stringWidth(segment);
    if (free < 0) break;
    fit.push(segment);
  }
  return fit;
}

/** A text in pieces that a line may break between: a word or one wide character, with the space before it. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let previous = "wide";
  for (const { segment } of graphemes.segment(text)) {
    const kind = /^\s/.test(segment) ? "space" : stringWidth(segment) > 1 ? "wide" : "narrow";
    const isContinued = previous === "space" || (previous === "narrow" && kind === "narrow");
    found.push((isContinued ? (found.pop() ?? "") : "") + segment);
    previous = kind;
  }
  return found;
}
