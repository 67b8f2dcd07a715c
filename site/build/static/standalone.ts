// A recording's picture as a file of its own, with the colours of one theme inside: for the README, and for the card of a link.
import { readFileSync } from "node:fs";
import { openRecording } from "../../lab/recorded/open-recording.ts";
import { outcomePicture } from "../../lab/recorded/picture/outcome-picture.ts";
import type { PictureWords } from "../../lab/recorded/picture/story-picture.ts";
import { coloursOf, type Theme } from "./palette.ts";

const looks = readFileSync(new URL("../../lab/recorded/picture/picture.css", import.meta.url), "utf8");

/** CSS without comments and line breaks. */
export const compact = (css: string): string =>
  css
    .replaceAll(/\/\*.*?\*\//gs, "")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The looks of every picture. */
export const pictureLooks = (): string => compact(looks);

/** @param scenario one of the playground's. Throws if it isn't recorded. */
export function standalonePicture(scenario: string, words: PictureWords, theme: Theme): string {
  const file = `lessons/recordings/local/playground/${scenario}.json`;
  const opened = openRecording(readFileSync(file, "utf8"));
  const picture = "recording" in opened ? outcomePicture(opened.recording, words) : undefined;
  if (!picture) throw new Error(`${file}: there is no picture of it; record it again with npm run record`);
  const [width, height] = /viewBox="0 0 (\d+) ([\d.]+)"/.exec(picture.svg)?.slice(1) ?? [];
  const style = `<style>svg{${coloursOf(theme)}}${pictureLooks()}</style><rect width="100%" height="100%" fill="var(--ct-page)"/>`;
  return picture.svg
    .replace("<svg ", `<svg width="${width}" height="${height}" `)
    .replace(/(<svg [^>]*>)/, `$1${style}`)
    .concat("\n");
}
