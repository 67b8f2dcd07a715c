// A WebSocket as bytes: the request for one, and its frames (RFC 6455 section 5.2).

export const finalText = 0x81;
export const finalBinary = 0x82;

/** One frame. The mask is zero if the payload has words to fill in. */
export function frame(first: number, isMasked: boolean, bytes: string, length = bytes.length): string {
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = (isMasked ? 0x80 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return head.toString("latin1") + (isMasked ? "\0\0\0\0" : "") + bytes;
}

export function upgradeTo(path: string): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
  );
}
