// Where a sheet of controls opens, and how the keyboard moves in it.

const gap = 8;

/** Below the thing if there is room, else above it or at its side, so that the thing stays visible. */
export function placePopover(thing: DOMRect, width: number, height: number): { left: number; top: number } {
  const inside = (preferred: number, size: number, room: number) =>
    Math.max(gap, Math.min(preferred, room - size - gap));
  const middle = inside(thing.left + thing.width / 2 - width / 2, width, innerWidth);
  if (thing.bottom + height + 2 * gap <= innerHeight) return { left: middle, top: thing.bottom + gap };
  if (thing.top - height - 2 * gap >= 0) return { left: middle, top: thing.top - gap - height };
  const isLeft = thing.left - width - gap >= gap;
  return {
    left: isLeft ? thing.left - width - gap : inside(thing.right + gap, width, innerWidth),
    top: inside(thing.top - gap, height, innerHeight),
  };
}

/** Keeps Tab inside: what is behind can't be changed while this is open. */
export function trapFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== "Tab") return;
  const fields = [...panel.querySelectorAll<HTMLElement>(":is(button, input):enabled")];
  // In a group of options, Tab only stops at the chosen one.
  const stops = fields.filter((field) => !field.matches("fieldset:has(:checked) [type=radio]:not(:checked)"));
  const [first, last] = [stops[0], stops.at(-1)];
  const isAtEnd = event.shiftKey
    ? document.activeElement === first || document.activeElement === panel
    : document.activeElement === last;
  if (!isAtEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

export const isFocusable = (element: Element): element is Element & HTMLOrSVGElement => "focus" in element;
