// Packs files into a ZIP archive, uncompressed: what a reader downloads is a few kilobytes of text.
import { crc32 } from "node:zlib";

const versionNeeded = 20;
/** Names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, the earliest there is: the same files make the same archive. */
const date = 0x0021;

/** @param files texts by their paths, with `/` between folders. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [Buffer.from(path), Buffer.from(text)];
    // What both headers have: version, flags, method, time, date, checksum, two sizes, two lengths.
    const common = fields([2, versionNeeded], [2, flags], [2, 0], [2, 0], [2, date], [4, crc32(data)]);
    const sizes = fields([4, data.length], [4, data.length], [2, name.length], [2, 0]);
    const local = Buffer.concat([fields([4, 0x04034b50]), common, sizes, name, data]);
    const rest = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    entries.push(Buffer.concat([fields([4, 0x02014b50], [2, versionNeeded]), common, sizes, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = entries.length;
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...locals, directory, end]);
}

/** Little-endian numbers of 2 or 4 bytes. */
function fields(...all: [bytes: 2 | 4, value: number][]): Buffer {
  return Buffer.concat(
    all.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}
