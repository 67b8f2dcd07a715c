// For details that open below their line in a scrolling list: scrolls them into view, as far as the line stays in sight.

export function intoView(details: HTMLElement): void {
  details.scrollIntoView({ block: "nearest" });
  details.parentElement?.scrollIntoView({ block: "nearest" });
}
