// Makes an island live at the first touch: of a pointer, of the focus, of a press. Until then it costs no script.
// A press on a button that comes before the script is done once the island is live (see Head.astro).
import type { ClientDirective } from "astro";

const touch: ClientDirective = (load, _options, element) => {
  const off = new AbortController();
  const { signal } = off;
  const wake = async () => {
    off.abort();
    const asleep = new AbortController();
    // A form would go to another page. Its button was clicked as well, and that is done later.
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
