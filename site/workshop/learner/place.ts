// Where on a lesson's page its reader is: the last experiment whose beginning has been scrolled to.

/** The id of that experiment; null above the first. */
export function experimentInSight(): string | null {
  const line = innerHeight * 0.6;
  const sections = [...document.querySelectorAll<HTMLElement>("section.experiment[id]")];
  return sections.findLast((section) => section.getBoundingClientRect().top < line)?.id ?? null;
}

const settledMs = 400;

/** Calls back when scrolling has come to rest; answers how to end that. */
export function onRest(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(listener, settledMs);
  };
  addEventListener("scroll", later, { passive: true });
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", later);
  };
}
