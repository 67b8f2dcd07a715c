// Waits for a condition that can only be polled.

/** Resolves to true as soon as it holds, or to false if it doesn't within that time. */
export function until(condition: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  return new Promise((resolve) => {
    const look = () => {
      if (condition()) resolve(true);
      else if (performance.now() > end) resolve(false);
      else setTimeout(look, 15);
    };
    look();
  });
}
