// Marks lines of code on the page: `data-highlight` holds the letters of the servers that handle a message there.

import type { Act } from "../derive/handled-lines.ts";

/** Marks the lines of these acts, and no others. */
export function highlightLines(acts: readonly Act[], root: ParentNode): void {
  const letters = new Map<Element, Set<string>>();
  for (const { file, line, server } of acts) {
    for (const shown of root.querySelectorAll(`.source[data-file="${file}"] .ec-line`)) {
      if (!shown.textContent.includes(line)) continue;
      const known = letters.get(shown) ?? new Set();
      letters.set(shown, known.add(server.toUpperCase()));
    }
  }
  for (const highlighted of root.querySelectorAll("[data-highlight]"))
    if (!letters.has(highlighted)) highlighted.removeAttribute("data-highlight");
  for (const [shown, servers] of letters) shown.setAttribute("data-highlight", [...servers].sort().join(""));
}
