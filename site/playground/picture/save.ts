// Saves the picture as it is now, as SVG or PNG.

import { fontsFor } from "./fonts.ts";
import { pictureSvg } from "./svg.ts";

export type Kind = "svg" | "png";

/** A PNG has this many pixels for each CSS pixel of the picture, so that it's sharp on a dense screen and in print. */
const density = 2;

/** Downloads the picture. Resolves to the file's name; rejects if the browser can't draw it. */
export async function savePicture(root: HTMLElement, title: string, kind: Kind): Promise<string> {
  const { used } = pictureSvg(root, title);
  const drawn = pictureSvg(root, title, await fontsFor(used));
  const blob =
    kind === "svg"
      ? new Blob([drawn.svg], { type: "image/svg+xml" })
      : await pngOf(drawn.svg, drawn.width, drawn.height);
  const name = `crosstalk.${kind}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  return name;
}

async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * density;
  canvas.height = height * density;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png"),
  );
}
