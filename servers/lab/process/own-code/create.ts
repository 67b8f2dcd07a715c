// Creates a chat server from a learner's code, in a process that is sealed for it.
import type { Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { ChatServer, createChatServer } from "../../../chat/server.ts";
import type { ChangedFile } from "../../process-protocol.ts";
import { describeCodeError, OwnCodeError } from "./error-place.ts";
import { loadOwnChat } from "./load-own-code.ts";
import { type SealOptions, seal } from "./seal.ts";

/** Rejects with an OwnCodeError if the code cannot run. Call it once in a process. */
export async function createOwnChat(
  http: Server,
  options: Parameters<typeof createChatServer>[1],
  changed: readonly ChangedFile[],
  sealOptions: SealOptions,
): Promise<ChatServer> {
  seal(sealOptions);
  const create = await loadOwnChat(changed);
  await setImmediate(); // a promise that was rejected meanwhile ends the process now
  try {
    const chat = create(http, options);
    if (isChatServer(chat)) return chat;
  } catch (error) {
    throw new OwnCodeError(describeCodeError(error));
  }
  throw new OwnCodeError({
    message: "createChatServer in server.ts has to return { io, setLink, link, close }.",
    place: { file: "server.ts", line: 1 },
  });
}

function isChatServer(chat: ChatServer): boolean {
  const { io, setLink, link, close } = Object(chat);
  return typeof io?.of === "function" && [setLink, link, close].every((part) => typeof part === "function");
}
