// A workshop of 40: how long they wait for their labs, how much memory the labs need, and the room as one cluster.

import { type Running, startPlayground } from "../compared-servers.ts";
import { connect, setLinks } from "../lab-clients.ts";
import { atMost, ms, quantile, type Row, timed } from "../measure.ts";
import { joinAsInstructor, joinAsPhone, joinWithLab, type Learner } from "../workshop-clients.ts";
import { pss } from "./memory.ts";

const learners = 40;
const joinWithinMs = 10_000;
const phones = 60;
const messages = 30;

export async function workshop(redisUrl: string): Promise<Row[]> {
  return [...(await atOnce(redisUrl)), ...(await whenReady(redisUrl))];
}

/** Everyone is waiting already: labs are started while they join. */
async function atOnce(redisUrl: string): Promise<Row[]> {
  const running = await startPlayground(redisUrl, { args: workshopArgs });
  try {
    const { lastMs, waits, people } = await joinAll(running.url);
    for (const one of people) one.close();
    const what = `${learners} join within 10 s of npm start: the last lab runs, the longest wait`;
    const measured = `${seconds(lastMs)}, ${ms(quantile(waits, 1))}`;
    return [{ what, measured, target: atMost(lastMs / 1000, 20, "s") }];
  } finally {
    await running.close();
  }
}

async function whenReady(redisUrl: string): Promise<Row[]> {
  const running = await startPlayground(redisUrl, { args: workshopArgs, until: /ready/ });
  try {
    const { lastMs, waits, people } = await joinAll(running.url);
    const rows = [
      {
        what: `${learners} join within 10 s, labs started ahead: the last lab runs, the longest wait`,
        measured: `${seconds(lastMs)}, ${ms(quantile(waits, 1))}`,
        target: atMost(lastMs / 1000, 20, "s"),
      },
      ...(await memoryOf(running, people)),
      ...(await sharedLab(running.url)),
    ];
    for (const one of people) one.close();
    return rows;
  } finally {
    await running.close();
  }
}

const workshopArgs = ["--workshop", "--host", "127.0.0.1", "--learners", String(learners)];

/** Learners join one after the other, evenly over ten seconds, and each waits until their own lab is running. */
async function joinAll(url: string): Promise<{ lastMs: number; waits: number[]; people: Learner[] }> {
  const waits: number[] = [];
  const people: Learner[] = [];
  const lastMs = await timed(() =>
    Promise.all(
      Array.from({ length: learners }, async (_, index) => {
        await delay((index * joinWithinMs) / (learners - 1));
        waits.push(
          await timed(async () => {
            people.push(await joinWithLab(url, `Learner ${index + 1}`));
          }),
        );
      }),
    ),
  );
  return { lastMs, waits, people };
}

async function memoryOf(running: Running, people: Learner[]): Promise<Row[]> {
  const what = `memory of ${learners} labs with adapters and the gateway, PSS`;
  if (process.platform !== "linux") return [{ what, measured: "only Linux reports it" }];
  for (const { lab } of people) await setLinks(lab, "adapter");
  const pids = people.flatMap(({ lab }) => [lab.servers.a.pid, lab.servers.b.pid]);
  let megabytes = 0;
  for (const pid of [running.pid, ...pids]) megabytes += await pss(pid);
  const gigabytes = megabytes / 1024;
  return [{ what, measured: `${gigabytes.toFixed(2)} GB`, target: atMost(gigabytes, 4.5, "GB") }];
}

/** All labs stay open in the meantime. The instructor's client is on A, so half of the phones hear it through Redis. */
async function sharedLab(url: string): Promise<Row[]> {
  const { socket } = await joinAsInstructor(url);
  const opened = await socket.emitWithAck("share");
  if ("error" in opened) throw new Error(opened.error.message);
  const { id, token } = opened;
  for (const server of ["a", "b"]) {
    const answer = await fetch(`${url}/api/labs/${id}/servers/${server}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ link: "adapter" }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
  const sender = await connect(url, `/labs/${id}/a/socket.io/`);
  const room = [];
  for (let index = 0; index < phones; index += 1) room.push(await joinAsPhone(url));

  const times: number[] = [];
  for (let message = 0; message < messages; message += 1) {
    const start = performance.now();
    const heard = room.map(({ client }) => new Promise<void>((resolve) => client.once("message", resolve)));
    sender.emit("message", `message ${message}`);
    await Promise.all(heard);
    times.push(performance.now() - start);
    await delay(1000 - (performance.now() - start));
  }
  for (const phone of room) phone.close();
  sender.disconnect();
  socket.disconnect();
  const p99 = quantile(times, 0.99);
  return [
    {
      what: `${phones} phones in the shared lab, a message each second: last phone, p50, p99`,
      measured: `${ms(quantile(times, 0.5))}, ${ms(p99)}`,
      target: atMost(p99, 250, "ms at p99"),
    },
  ];
}

const seconds = (forMs: number) => `${(forMs / 1000).toFixed(1)} s`;
const delay = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
