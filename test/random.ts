// Chance in tests: fast-check with one seed, the same in every run. Another one: SEED=7 npx vitest run <file>.
import fc from "fast-check";

const given = Number(process.env.SEED ?? 1);
if (!Number.isInteger(given)) throw new Error(`SEED is a whole number, not "${process.env.SEED}".`);

/** What everything random in a test is drawn from. fast-check prints it with what failed. */
export const seed: number = given;
fc.configureGlobal({ seed });

export default fc;
