// What a lab's two servers need of the memory: PSS, which shares out what processes have in common. Linux tells it.
import { readFile } from "node:fs/promises";
import { connectTo, openLab, setLinks } from "../clients.ts";
import { atMost, type Row } from "../measure.ts";

export async function memory(playground: string): Promise<Row[]> {
  const what = "memory of a lab's two servers, PSS, one lab open";
  if (process.platform !== "linux") return [{ what, measured: "only Linux tells it" }];
  const lab = await openLab(playground);
  await setLinks(lab, "adapter");
  const [alpha, beta] = [await connectTo(playground, lab, "a"), await connectTo(playground, lab, "b")];
  for (let i = 0; i < 200; i += 1) await alpha.emitWithAck("message", `message ${i}`);
  const megabytes = (await pss(lab.servers.a.pid)) + (await pss(lab.servers.b.pid));
  for (const socket of [alpha, beta]) socket.disconnect();
  await lab.close();
  return [{ what, measured: `${megabytes.toFixed(0)} MB`, target: atMost(megabytes, 110, "MB") }];
}

/** Megabytes of one process. */
export async function pss(pid: number | null): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}
