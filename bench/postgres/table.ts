// `npm run bench -- postgres`: what the Postgres adapter carries, and what happens when its connections break. It installs the adapter and
// pg in a scratch folder by npm, and needs a Postgres: its address in POSTGRES_URL, with the right to create a database.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const database = `crosstalk_bench_${process.pid}`;
const packages = ["@socket.io/postgres-adapter@0.5.0", "pg@8.23.1"];

export async function printPostgresTable(url = "postgres://postgres@127.0.0.1:5432/postgres") {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-postgres-"));
  try {
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    await run("npm", ["install", "--no-audit", "--no-fund", ...packages], { cwd: folder });
    const { Client } = createRequire(join(folder, "package.json"))("pg");
    console.log(`| ${packages.join(", ")} | what happens |\n| --- | --- |`);
    for (const listens of [false, true]) {
      const admin = new Client({ connectionString: url });
      await admin.connect();
      await admin.query(`CREATE DATABASE ${database}`);
      const opening = { folder, url: Object.assign(new URL(url), { pathname: database }).href, listens };
      const lines = await linesOf(opening);
      const rows = listens
        ? [`${lines.at(-1)}, with a listener for \`error\` on each client of the pool`]
        : lines;
      for (const line of rows) console.log(`| ${line.replace(": ", " | ")} |`);
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the program printed; if it ended before its last line, why. */
async function linesOf(opening: object): Promise<string[]> {
  const program = join(import.meta.dirname, "two-servers.ts");
  const { stdout, stderr } = await run(process.execPath, [program, JSON.stringify(opening)]).catch(
    (error) => error,
  );
  const lines = String(stdout).trim().split("\n");
  const isEnded = String(stderr).includes("Unhandled 'error' event");
  return isEnded ? [...lines, "the connections are broken: ends, Unhandled 'error' event"] : lines;
}
