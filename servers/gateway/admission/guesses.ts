// Slows down guessing: after many wrong secrets, an address has to wait before the next one is checked.
import { LabError } from "../../lab/errors.ts";
import { createRates } from "../../rate.ts";

export interface Guesses {
  /** Returns the result of `isRight`. Throws a LabError `rate` without calling it if this address was wrong too often just now. */
  check: (address: string, isRight: () => boolean) => boolean;
}

/** More than anyone mistypes, and too few to guess a key of twelve characters during a workshop. */
const wrongOfAddress = { most: 20, perSecond: 0.5 };

export function createGuesses(): Guesses {
  const wrong = createRates(wrongOfAddress);
  return {
    check(address, isRight) {
      if (wrong.isSpent(address)) {
        throw new LabError(
          "rate",
          "Too many wrong keys or tokens came from this address just now. Wait a minute, then try again.",
        );
      }
      const right = isRight();
      if (!right) wrong.take(address);
      return right;
    },
  };
}
