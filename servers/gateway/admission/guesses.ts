// Slows down guessing: after many wrong secrets, an address only learns that it has to wait. A right one is always taken, so that
// a guesser can't lock out others at its address.
import { LabError } from "../../lab/errors.ts";
import { createRates } from "../../rate.ts";

export interface Guesses {
  /** Returns the result of `isRight`. Throws a LabError `rate` if it is false and this address was wrong too often just now. */
  check: (address: string, isRight: () => boolean) => boolean;
}

/** More than anyone mistypes. */
const wrongOfAddress = { most: 20, perSecond: 0.5 };

export function createGuesses(): Guesses {
  const wrong = createRates(wrongOfAddress);
  return {
    check(address, isRight) {
      if (isRight()) return true;
      if (wrong.take(address)) return false;
      throw new LabError(
        "rate",
        "Too many wrong keys or tokens came from this address just now. Wait a minute, then try again.",
      );
    },
  };
}
