// Media queries in components. Smaller than Svelte's own, whose size each page with a lab would pay.
import { onMount } from "svelte";

/** Whether a media query matches, while the component lives; false before it's mounted. */
export function matchesMedia(query: string): { readonly current: boolean } {
  let current = $state(false);
  onMount(() => {
    const media = matchMedia(query);
    const read = () => {
      current = media.matches;
    };
    read();
    media.addEventListener("change", read);
    return () => media.removeEventListener("change", read);
  });
  return {
    get current() {
      return current;
    },
  };
}
