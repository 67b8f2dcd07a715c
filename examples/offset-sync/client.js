// A client that misses nothing: it remembers up to which number it has everything, says so at every connection, and asks when it sees a gap.
import { io } from "socket.io-client";

// #region client
export function connect(url, hear) {
  /** Everything up to this number was heard; what comes early waits. */
  let offset = 0;
  const early = new Map();
  const socket = io(url, {
    // Called at every connection, so it's always the latest.
    auth: (give) => give({ offset }),
    retries: 3,
    ackTimeout: 5000,
  });
  socket.on("message", (number, text) => {
    if (number <= offset) return;
    early.set(number, text);
    while (early.has(offset + 1)) {
      offset += 1;
      hear(early.get(offset));
      early.delete(offset);
    }
    // A gap. Volatile: if there's no connection, `auth` will ask.
    if (early.size > 0) socket.volatile.emit("sync", offset);
  });
  return {
    socket,
    say: (text) =>
      socket.emitWithAck("message", crypto.randomUUID(), text),
  };
}
// #endregion client
