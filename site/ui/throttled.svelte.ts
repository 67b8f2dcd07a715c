// Values that change many times a second, for panels that people read: updated at once, and then at a limited rate.
import { onDestroy, untrack } from "svelte";

/** The result of `compute`, updated when what `watched` reads has changed, but at most once in `everyMs`. */
export function throttled<Value>(
  watched: () => unknown,
  compute: () => Value,
  everyMs: number,
): { readonly value: Value } {
  let value = $state.raw(untrack(compute));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let computedAt = 0;

  $effect(() => {
    watched();
    timer ??= setTimeout(update, Math.max(0, computedAt + everyMs - performance.now()));
  });
  onDestroy(() => clearTimeout(timer));

  function update() {
    timer = undefined;
    computedAt = performance.now();
    value = compute();
  }

  return {
    get value() {
      return value;
    },
  };
}
