// The reader's place on a lesson's page: the experiment used last while it's visible, or else the last one whose beginning
// was scrolled to.

const experiments = "section.experiment[id]";
const settledMs = 400;
let touched: Element | undefined;

/** What is pressed to work on a step; a press on text may only be for reading it again. */
const controls = "button, input, label, select, textarea, a";

/** The id of that experiment; null above the first. */
export function experimentInSight(): string | null {
  const isInSight = ({ top, bottom }: DOMRect) => bottom > 0 && top < innerHeight;
  if (touched?.isConnected && isInSight(touched.getBoundingClientRect())) return touched.id;
  const line = innerHeight * 0.6;
  const sections = [...document.querySelectorAll(experiments)];
  return sections.findLast((section) => section.getBoundingClientRect().top < line)?.id ?? null;
}

/** Calls `listener` when scrolling has stopped or an experiment was used; returns an unsubscribe function. */
export function onReadingPause(listener: () => void): () => void {
  const off = new AbortController();
  const { signal } = off;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(listener, settledMs);
  };
  const touch = ({ target }: Event) => {
    const section = target instanceof Element ? target.closest(experiments) : null;
    if (!section) return;
    touched = section;
    later();
  };
  addEventListener("scroll", later, { passive: true, signal });
  addEventListener("pointerdown", touch, { signal });
  addEventListener("focusin", touch, { signal });
  return () => {
    clearTimeout(timer);
    off.abort();
  };
}

/** Calls `listener` with the id of an experiment when the reader works on it or follows a link to it; returns an unsubscribe function. */
export function onStepUsed(listener: (experiment: string) => void): () => void {
  const off = new AbortController();
  const { signal } = off;
  const use = (element: Element | null | undefined) => {
    if (element?.matches(experiments)) listener(element.id);
  };
  const press = ({ target }: Event) => {
    if (target instanceof Element && target.closest(controls)) use(target.closest(experiments));
  };
  const follow = () => use(document.getElementById(location.hash.slice(1)));
  addEventListener("click", press, { signal });
  addEventListener("input", press, { signal });
  addEventListener("hashchange", follow, { signal });
  return () => off.abort();
}
