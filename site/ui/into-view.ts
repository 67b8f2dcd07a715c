// Attached to what opens below its line in a list that scrolls: it comes into view, as far as its line stays in sight.

export function intoView(details: HTMLElement): void {
  details.scrollIntoView({ block: "nearest" });
  details.parentElement?.scrollIntoView({ block: "nearest" });
}
