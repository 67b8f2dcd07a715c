// A connected Redis console of a test.
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, vi } from "vitest";
import type { TestLab, World } from "../../../world.ts";

/** A connected console, and everything it has printed. */
export async function openConsole(world: World, lab: TestLab, token: string | undefined = lab.token) {
  const socket: Socket = io(world.url, {
    path: "/watch/socket.io/",
    auth: { lab: lab.id, after: 0, token },
    forceNew: true,
  });
  onTestFinished(() => void socket.disconnect());
  const printed: string[] = [];
  socket.on("redis", (lines: string[]) => printed.push(...lines));
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const prints = async (line: string, ...expected: string[]) => {
    printed.length = 0;
    socket.emit("redis", line);
    await expect.poll(() => printed, { message: line }).toEqual(expected);
  };
  return { socket, printed, prints };
}

/** A lab's allowances grow with time, so a busy machine would let more through. */
export function stopClock(): void {
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
}
