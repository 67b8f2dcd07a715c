// How long a switch takes to take effect: subscribed, or unsubscribed.
import { openLab } from "../lab-clients.ts";
import { atMost, median, ms, type Row, timed } from "../measure.ts";

export async function toggling(playground: string): Promise<Row[]> {
  const lab = await openLab(playground);
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    const link = i % 2 === 0 ? "adapter" : "none";
    times.push(await timed(() => lab.change("PATCH", "/servers/a", { link })));
  }
  await lab.close();
  const toggle = median(times);
  return [
    {
      what: "adapter toggled, in force (median of 50)",
      measured: ms(toggle),
      target: atMost(toggle, 20, "ms"),
    },
  ];
}
