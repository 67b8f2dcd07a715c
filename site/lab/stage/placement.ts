// Where the page's one stage stands: in the lab; on a narrow screen, where the lab is a sheet that is mostly closed, in the
// experiment that was run last. It's the same stage in another place: nothing is drawn twice, and no story is lost.

const narrow = "(width < 56.25rem)";

let stage: { element: HTMLElement; home: HTMLElement } | undefined;
/** Where an experiment wants it to stand. */
let guestPlace: HTMLElement | undefined;

function settle(): void {
  if (!stage) return;
  const { element, home } = stage;
  const isSheetOpen = home.closest("[popover]")?.matches(":popover-open") ?? false;
  const place = guestPlace?.isConnected && matchMedia(narrow).matches && !isSheetOpen ? guestPlace : home;
  if (element.parentElement !== place) place.prepend(element);
}

export const stagePlacement = {
  /** Makes this the page's stage, and its current position its home. Returns a function that undoes this. */
  of(element: HTMLElement): () => void {
    const home = element.parentElement;
    if (!home) throw new Error("The stage has to stand somewhere.");
    const off = new AbortController();
    stage = { element, home };
    settle();
    matchMedia(narrow).addEventListener("change", settle, { signal: off.signal });
    home.closest("[data-part=lab]")?.addEventListener("toggle", settle, { signal: off.signal });
    return () => {
      off.abort();
      guestPlace = undefined;
      settle();
      stage = undefined;
    };
  },

  /** An experiment runs: on a narrow screen, the stage moves there, into view. */
  visit(place: HTMLElement): void {
    guestPlace = place;
    settle();
    if (stage?.element.parentElement === place) bringIntoSight(place);
  },

  /** Something is about to happen in the stage: on a narrow screen, scrolls it into view. */
  show(): void {
    if (stage && matchMedia(narrow).matches) bringIntoSight(stage.element);
  },
};

const bringIntoSight = (element: HTMLElement) =>
  element.scrollIntoView({ block: "nearest", behavior: prefersStill() ? "auto" : "smooth" });

const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
