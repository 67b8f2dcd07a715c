// Guards Node's channel to a child process: whatever bytes the child writes to it, the gateway keeps running.
//
//   child ──bytes──▶ onread: JSON.parse ──▶ emit "internalMessage" (handles, and their acknowledgements)
//                        throws                └─▶ emit "message"       throws
//
// Both throw where no caller can catch it: on invalid JSON, and on acknowledgements that nothing waits for.
import type { ChildProcess } from "node:child_process";
import { createRate } from "../../rate.ts";

export interface ChannelLimits {
  maxMessageBytes: number;
  maxBytesPerSecond: number;
  maxMessagesPerSecond: number;
}

/** A server that uses its own limits fully stays below a tenth of these. */
export const channelLimits: ChannelLimits = {
  maxMessageBytes: 32 * 1024 ** 2,
  maxBytesPerSecond: 64 * 1024 ** 2,
  maxMessagesPerSecond: 5000,
};

/** Node's internal handle of the channel, which it stores under a symbol. */
interface Handle {
  onread: (this: Handle, chunk: ArrayBuffer | undefined) => void;
  pendingHandle: { close: () => void } | null;
}

/** Calls `failed` once, with what the child did wrong. After that, nothing that it sends is read. */
export function guardChannel(
  child: ChildProcess,
  { maxMessageBytes, maxBytesPerSecond, maxMessagesPerSecond }: ChannelLimits,
  failed: (why: string) => void,
): void {
  let broken = false;
  let bytesOfMessage = 0;
  const bytes = createRate({ perSecond: maxBytesPerSecond });
  const messages = createRate({ perSecond: maxMessagesPerSecond });

  function fail(why: string): void {
    if (broken) return;
    broken = true;
    failed(why);
  }

  function count(newBytes: number, newMessages: number): void {
    bytesOfMessage = newMessages > 0 ? 0 : bytesOfMessage + newBytes;
    if (bytesOfMessage > maxMessageBytes) fail(`a message of more than ${maxMessageBytes} bytes`);
    if (!bytes.take(newBytes)) fail(`more than ${maxBytesPerSecond} bytes a second`);
    if (!messages.take(newMessages)) fail(`more than ${maxMessagesPerSecond} messages a second`);
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

/**
 * Closes the connection that was on its way to a child when it ended, if any. Node closes it only if no other message waits
 * behind it.
 */
export function closePending(child: ChildProcess): void {
  const { _pendingMessage: pending } = child as {
    _pendingMessage?: { handle?: { close: () => void } | null } | null;
  };
  pending?.handle?.close();
}

function handleOf(child: ChildProcess): Handle | undefined {
  const symbol = Object.getOwnPropertySymbols(child).find(
    ({ description }) => description === "kChannelHandle",
  );
  return symbol && (child as unknown as Record<symbol, Handle | undefined>)[symbol];
}

function describe(error: unknown): string {
  return `an invalid message (${error instanceof Error ? error.message : String(error)})`.slice(0, 200);
}
