// The address of an arrangement, or why it can't have one.

import type { Arrangement } from "../lab/arrangement/arrangement.ts";
import { addressOf, encode } from "../lab/arrangement/fragment.ts";
import type { PlaygroundWords } from "./words/en.ts";

/** @param page the address without its fragment. Rejects when the part of the page that checks it can't be loaded. */
export async function addressIn(
  arrangement: Arrangement,
  page: string,
  say: PlaygroundWords["share"],
): Promise<{ address: string } | { problem: string }> {
  const found = addressOf(arrangement, page);
  if ("length" in found) return { problem: say.tooLong(found.length, found.heavy) };
  // What couldn't be opened is not handed out.
  const { decode } = await import("../lab/arrangement/decode.ts");
  const read = decode(encode(arrangement));
  if ("arrangement" in read) return found;
  const { problem } = read;
  if (problem.what === "unsafe") return { problem: say.unsafe };
  return { problem: say.invalid("where" in problem ? problem.where : "") };
}
