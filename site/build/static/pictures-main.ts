// `npm run pictures`: draws the README's pictures again, from the recordings.
import { mkdirSync, writeFileSync } from "node:fs";
import { readmePictures } from "./readme-pictures.ts";

for (const [file, svg] of readmePictures()) {
  mkdirSync(file.replace(/[^/]*$/, ""), { recursive: true });
  writeFileSync(file, svg);
  console.log(file);
}
