// Where the values of a chart stand in its drawing. Pure.

export interface PlotFrame {
  width: number;
  height: number;
  /** The sides of what is plotted; labels stand outside. */
  left: number;
  right: number;
  bottom: number;
  x: (value: number) => number;
  y: (value: number) => number;
}

const width = 520;

/** Both axes begin at 0 and end at `most`. `room` is left around the plot, in units of the drawing. */
export function plotFrame(
  height: number,
  room: { left: number; right: number; top: number; bottom: number },
  most: { x: number; y: number },
): PlotFrame {
  const [right, bottom] = [width - room.right, height - room.bottom];
  return {
    width,
    height,
    left: room.left,
    right,
    bottom,
    x: (value) => room.left + (value / most.x) * (right - room.left),
    y: (value) => bottom - (value / most.y) * (bottom - room.top),
  };
}

/** A line through points, as an SVG path. */
export const lineThrough = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join("");
