// Cuts a named region out of a source file, so that a lesson shows exactly the lines the lab runs.
//
//   // #region message            the region "message" starts on the next line
//   …                             what the lesson shows, moved to the left margin
//   // #endregion message

export interface Region {
  code: string;
  /** Line number in the file of the region's first line. */
  firstLine: number;
}

const marker = /^\s*\/\/\s*#(?<edge>region|endregion)\s+(?<name>\S+)\s*$/;

/** The lines between a region's markers, without the markers of regions inside it. Throws if there is no such region. */
export function cutRegion(text: string, region: string, file: string): Region {
  const lines = text.split(/\r?\n/);
  const edges = lines.flatMap((line, index) => {
    const { edge, name } = marker.exec(line)?.groups ?? {};
    return edge && name ? [{ edge, name, line: index + 1 }] : [];
  });
  const starts = edges.filter(({ edge, name }) => edge === "region" && name === region);
  const ends = edges.filter(({ edge, name }) => edge === "endregion" && name === region);
  const [start, secondStart] = starts;
  const [end, secondEnd] = ends;

  if (!start) {
    const known = edges.filter(({ edge }) => edge === "region").map(({ name }) => `"${name}"`);
    const hint = known.length > 0 ? `Use one of its regions (${known.join(", ")})` : "It has no regions";
    throw new Error(
      `${file}: there is no region "${region}". ${hint}, or add "// #region ${region}" above the lines to show.`,
    );
  }
  if (secondStart) {
    throw new Error(
      `${file}:${secondStart.line}: the region "${region}" starts a second time (first on line ${start.line}). Rename one of them.`,
    );
  }
  if (!end || end.line < start.line) {
    throw new Error(
      `${file}:${start.line}: the region "${region}" never ends. Add "// #endregion ${region}" below the lines to show.`,
    );
  }
  if (secondEnd) {
    throw new Error(
      `${file}:${secondEnd.line}: the region "${region}" ends a second time (first on line ${end.line}). Remove one of them.`,
    );
  }

  const shown = lines.slice(start.line, end.line - 1).filter((line) => !marker.test(line));
  if (shown.every((line) => line.trim() === "")) {
    throw new Error(
      `${file}:${start.line}: the region "${region}" is empty. Put its markers around the lines to show.`,
    );
  }
  return { code: dedent(shown), firstLine: start.line + 1 };
}

function dedent(lines: string[]): string {
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines
    .map((line) => line.slice(depth))
    .join("\n")
    .replace(/^(?:\s*\n)+|\s+$/g, "");
}

/** The line numbers for texts (the line that contains each) or numbers, from 1. Throws if a line doesn't exist. */
export function findLines(code: string, marks: (string | number)[], where: string): number[] {
  const lines = code.split("\n");
  return marks.flatMap((mark) => {
    const found = lines.flatMap((line, index) =>
      mark === index + 1 || (typeof mark === "string" && line.includes(mark)) ? [index + 1] : [],
    );
    if (found.length === 0) {
      const asked = typeof mark === "string" ? `no line that has "${mark}"` : `no line ${mark}`;
      throw new Error(
        `${where}: there is ${asked} to mark. It shows ${lines.length} lines; correct \`mark\`.`,
      );
    }
    return found;
  });
}
