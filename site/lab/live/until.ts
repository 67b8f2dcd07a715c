// Waiting for a condition that only a look can tell.

/** Resolves to true as soon as it holds, to false when it has not within that time. */
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
