// Slows down those who try secrets: an address that was wrong often has to wait before the next one is looked at.
import { LabError } from "../../lab/errors.ts";
import { createRates } from "../../rate.ts";

export interface Guesses {
  /** What `isRight` returns. A LabError `rate`, without a look, where this address was wrong too often just now. */
  check: (address: string, isRight: () => boolean) => boolean;
}

/** Nobody mistypes more often, and at this rate a key of twelve characters outlives the workshop. */
const wrongOfAddress = { most: 20, perSecond: 0.5 };

export function createGuesses(): Guesses {
  const wrong = createRates(wrongOfAddress);
  return {
    check(address, isRight) {
      if (wrong.isSpent(address)) {
        throw new LabError(
          "rate",
          "Wrong keys or tokens came from this address often just now. Wait a minute, then try again.",
        );
      }
      const right = isRight();
      if (!right) wrong.take(address);
      return right;
    },
  };
}
