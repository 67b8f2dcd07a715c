// A client that misses nothing: it remembers up to which number it has everything, and says so at every connection.
import { io } from "socket.io-client";

// #region client
export function connect(url, hear) {
  /** Everything up to this number was heard; what came early, too. */
  let offset = 0;
  const early = new Set();
  const socket = io(url, {
    // Called at every connection, so it's always the latest.
    auth: (give) => give({ offset }),
    retries: 3,
    ackTimeout: 5000,
  });
  socket.on("message", (number, text) => {
    if (number <= offset || early.has(number)) return;
    early.add(number);
    while (early.delete(offset + 1)) offset += 1;
    hear(text);
  });
  return {
    socket,
    say: (text) =>
      socket.emitWithAck("message", crypto.randomUUID(), text),
  };
}
// #endregion client
