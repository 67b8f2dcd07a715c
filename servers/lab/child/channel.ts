// Node's channel to a child process, made harmless: whatever bytes the child writes to it, the gateway lives.
//
//   child ──bytes──▶ onread: JSON.parse ──▶ emit "internalMessage" (handles, and their acknowledgements)
//                        throws                └─▶ emit "message"       throws
//
// Both throw where nobody can catch them: on what is no JSON, and on acknowledgements that nobody waits for.
import type { ChildProcess } from "node:child_process";

export interface ChannelLimits {
  maxMessageBytes: number;
  maxBytesPerSecond: number;
  maxMessagesPerSecond: number;
}

/** A server at its own limits stays below a tenth of them. */
export const channelLimits: ChannelLimits = {
  maxMessageBytes: 32 * 1024 ** 2,
  maxBytesPerSecond: 64 * 1024 ** 2,
  maxMessagesPerSecond: 5000,
};

/** Node's handle of the channel, which it keeps under a symbol. */
interface Handle {
  onread: (this: Handle, chunk: ArrayBuffer | undefined) => void;
  pendingHandle: { close: () => void } | null;
}

/** Calls `failed`, once, with what the child did that no server does; from then on nothing of what it sends is read. */
export function guardChannel(
  child: ChildProcess,
  { maxMessageBytes, maxBytesPerSecond, maxMessagesPerSecond }: ChannelLimits,
  failed: (why: string) => void,
): void {
  let broken = false;
  let bytesOfMessage = 0;
  let [bytes, messages, secondEnds] = [0, 0, 0];

  function fail(why: string): void {
    if (broken) return;
    broken = true;
    failed(why);
  }

  function count(newBytes: number, newMessages: number): void {
    const now = performance.now();
    if (now > secondEnds) [bytes, messages, secondEnds] = [0, 0, now + 1000];
    bytes += newBytes;
    messages += newMessages;
    bytesOfMessage = newMessages > 0 ? 0 : bytesOfMessage + newBytes;
    if (bytesOfMessage > maxMessageBytes) fail(`a message of more than ${maxMessageBytes} bytes`);
    if (bytes > maxBytesPerSecond) fail(`more than ${maxBytesPerSecond} bytes a second`);
    if (messages > maxMessagesPerSecond) fail(`more than ${maxMessagesPerSecond} messages a second`);
  }

  const emit = child.emit.bind(child) as (event: string | symbol, ...args: unknown[]) => boolean;
  child.emit = (event: string | symbol, ...args: unknown[]) => {
    const isMessage = event === "message" || event === "internalMessage";
    if (!isMessage) return emit(event, ...args);
    count(0, 1);
    if (broken) return false;
    try {
      return emit(event, ...args);
    } catch (error) {
      fail(describe(error));
      return false;
    }
  };

  const handle = handleOf(child);
  if (!handle) return; // it could not be started
  const { onread } = handle;
  handle.onread = function (chunk) {
    if (chunk) count(chunk.byteLength, 0);
    if (chunk && broken) {
      this.pendingHandle?.close();
      this.pendingHandle = null;
      return;
    }
    try {
      onread.call(this, chunk);
    } catch (error) {
      fail(describe(error));
    }
  };
}

function handleOf(child: ChildProcess): Handle | undefined {
  const symbol = Object.getOwnPropertySymbols(child).find(
    ({ description }) => description === "kChannelHandle",
  );
  return symbol && (child as unknown as Record<symbol, Handle | undefined>)[symbol];
}

function describe(error: unknown): string {
  return `what is no message (${error instanceof Error ? error.message : String(error)})`.slice(0, 200);
}
