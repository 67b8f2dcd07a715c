// `npm run record`: runs every experiment and every scenario on a real Redis and on the embedded broker, and writes each as a file.
// `-- 07-the-adapter` records only what begins so, `--redis local` on one of them.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { writeRecording } from "../../site/lab/recorded/open-recording.ts";
import { fileOf } from "../../site/lab/recorded/recording.ts";
import { problemsOf } from "../../site/lab/recorded/recording-schema.ts";
import { openPlayground } from "../playground.ts";
import { type Recorder, record } from "./record-script.ts";
import { folder, kinds } from "./recording-files.ts";
import { scripts } from "./scripts.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { redis: { type: "string" } },
});

for (const kind of kinds.filter((one) => one === (values.redis ?? one))) {
  const playground = await openPlayground({ kind, capacity: 4, poolSize: 2 });
  const recorder: Recorder = { url: playground.url, redis: playground.redis, call: callerOf(playground.url) };
  for (const script of scripts) {
    if (positionals.length > 0 && !positionals.some((begin) => script.of.startsWith(begin))) continue;
    if (script.needsStreams && kind === "embedded") continue;
    const recording = await record(script, recorder);
    const problems = problemsOf(recording);
    if (problems.length > 0) throw new Error(`${script.of}: ${problems.join("; ")}`);
    const file = join(folder, kind, fileOf(script.of));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, writeRecording(recording));
    console.log(`${file}  ${recording.events.length} events, ${recording.ended} ms`);
  }
  await playground.close();
}

function callerOf(url: string): Recorder["call"] {
  return async (method, path, { token, body } = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
}
