// Randomness in tests: fast-check with one seed, the same in every run. Another one: SEED=7 npx vitest run <file>.
import fc from "fast-check";

const given = Number(process.env.SEED ?? 1);
if (!Number.isInteger(given)) throw new Error(`SEED is a whole number, not "${process.env.SEED}".`);

/** The seed of everything random in a test. fast-check prints it with a failure. */
export const seed: number = given;
fc.configureGlobal({ seed });

export default fc;
