// Runs in the page: what covers what in the picture. Texts, badges, call-outs and cards each keep their place to themselves.

interface Thing {
  name: string;
  box: { left: number; right: number; top: number; bottom: number };
  element: Element;
}

/** Returns a line for each pair that overlaps, and for each part that leaves its card or the picture. Self-contained, as it runs in the page. */
export function overlapsInPicture(): string[] {
  const picture = document.querySelector<HTMLElement>(".picture");
  const frame = picture?.closest(".picture-frame");
  if (!picture || !frame) return ["there is no picture"];
  /** Pixels that outlines and rounding may share. */
  const slack = 1.5 * (Number(picture.style.getPropertyValue("--scale")) || 1);
  /** What stands on an edge of what it's about does so on purpose. */
  const edge = 12 * slack;
  const free =
    ".packets text:not(.step, .label), .packets .number circle, .wires text, .bubble, .note, .reason, .bare, .wait, .more, .picture > .state";
  const cards = ".card, .face, .bar, .handle > button";

  /** What can be seen of an element: without what its ancestors cut off. */
  const seen = (element: Element): Thing["box"] => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const box = { left, right, top, bottom };
    for (let at = element.parentElement; at && at !== frame; at = at.parentElement) {
      if (getComputedStyle(at).overflow === "visible") continue;
      const cut = at.getBoundingClientRect();
      box.left = Math.max(box.left, cut.left);
      box.right = Math.min(box.right, cut.right);
      box.top = Math.max(box.top, cut.top);
      box.bottom = Math.min(box.bottom, cut.bottom);
    }
    return box;
  };
  const things = (root: Element, selector: string): Thing[] =>
    [...root.querySelectorAll(selector)].flatMap((element) => {
      const box = seen(element);
      const { visibility, clipPath } = getComputedStyle(element);
      const isHidden = visibility === "hidden" || clipPath !== "none";
      if (isHidden || box.right - box.left < 2 || box.bottom - box.top < 2) return [];
      const text = (element.textContent ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 30);
      return [{ name: `${element.classList[0] ?? element.tagName} “${text}”`, box, element }];
    });
  const meet = ({ box: one }: Thing, { box: two }: Thing, most = slack) =>
    Math.min(one.right, two.right) - Math.max(one.left, two.left) > slack &&
    Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > most;
  const leaves = ({ box: one }: Thing, two: Thing["box"], by: number) =>
    one.left < two.left - by ||
    one.right > two.right + by ||
    one.top < two.top - by ||
    one.bottom > two.bottom + by;
  const pairs = (all: readonly Thing[]) =>
    all.flatMap((one, index) => all.slice(index + 1).map((two) => [one, two] as const));

  const texts = things(picture, free);
  const boxes = things(picture, cards);
  const found = [...pairs(texts), ...pairs(boxes)].flatMap(([one, two]) =>
    meet(one, two) ? [`${one.name} on ${two.name}`] : [],
  );
  for (const one of texts) {
    const most = one.element.matches(".reason, .bare, .wait, .state") ? edge : slack;
    for (const card of boxes) if (meet(one, card, most)) found.push(`${one.name} on ${card.name}`);
    if (leaves(one, seen(frame), 16)) found.push(`${one.name} leaves the picture`);
  }
  for (const card of boxes) {
    const inside = things(card.element, ":not(svg, svg *, .track, .knob, .dot)").filter(
      ({ element }) => element.children.length === 0,
    );
    for (const part of inside)
      if (leaves(part, card.box, slack)) found.push(`${part.name} leaves ${card.name}`);
    for (const [one, two] of pairs(inside)) if (meet(one, two)) found.push(`${one.name} on ${two.name}`);
  }
  return found;
}
