// How long a learner waits for a lab: cold, when two processes must be started, and warm, from the pool.
import { createLabs } from "../../servers/lab/labs.ts";
import type { Redis } from "../../servers/redis/locate.ts";
import { openLab } from "../lab-clients.ts";
import { atMost, median, ms, quantile, type Row, timed } from "../measure.ts";

export async function opening(redis: Redis, playground: string): Promise<Row[]> {
  const cold: number[] = [];
  const { url, supports, onChange } = redis;
  const state = () => ({ kind: redis.kind, version: redis.version, up: redis.up });
  const labs = createLabs({
    redis: { url, supports, onChange, state },
    capacity: 1,
    poolSize: 0,
    onGone: () => {},
  });
  for (let i = 0; i < 5; i += 1) {
    cold.push(
      await timed(async () => {
        const { id } = await labs.open();
        queueMicrotask(() => void labs.close(id, "closed"));
      }),
    );
    await settle();
  }
  await labs.closeAll();

  const warm: number[] = [];
  for (let i = 0; i < 10; i += 1) {
    await settle();
    let close: () => Promise<void> = async () => {};
    warm.push(
      await timed(async () => {
        ({ close } = await openLab(playground));
      }),
    );
    await close();
  }
  return [
    {
      what: "lab opened cold, both servers listening (worst of 5)",
      measured: ms(quantile(cold, 1)),
      target: atMost(quantile(cold, 1), 1000, "ms"),
    },
    {
      what: "lab opened from the warm pool (median of 10)",
      measured: ms(median(warm)),
      target: atMost(median(warm), 50, "ms"),
    },
  ];
}

/** The pool is refilled one process at a time, so that labs in use keep the processor. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2000));
}
