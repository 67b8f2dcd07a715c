// A QR code as one path of squares, so that a page can draw it at any size in its own colours.
import { encode } from "uqr";

export interface QrCode {
  /** Modules from edge to edge, with the quiet zone of four that readers need around it. */
  size: number;
  /** A path of unit squares, for a viewBox of `0 0 size size`. */
  path: string;
}

const quiet = 4;

export function qrCode(text: string): QrCode {
  // Error correction M: a blurry projector loses some of it.
  const { data, size } = encode(text, { ecc: "M", border: quiet });
  const path = data
    .map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join(""))
    .join("");
  return { size, path };
}
