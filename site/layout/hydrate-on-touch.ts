// Hydrates an island at the first touch: by pointer, focus or press. Until then it costs no script.
// A press on a button before the script has loaded is repeated once the island is live (see Head.astro).
import type { ClientDirective } from "astro";

const touch: ClientDirective = (load, _options, element) => {
  const off = new AbortController();
  const { signal } = off;
  const wake = async () => {
    off.abort();
    const asleep = new AbortController();
    // A form would load another page. Its button was clicked as well, and that click is repeated later.
    element.addEventListener("submit", (event) => event.preventDefault(), { signal: asleep.signal });
    element.dispatchEvent(new CustomEvent("crosstalk:touched", { bubbles: true }));
    const hydrate = await load();
    asleep.abort();
    await hydrate();
  };
  for (const type of ["pointerdown", "focusin", "click"])
    element.addEventListener(type, () => void wake(), { signal });
};

export default touch;
