// `npm run package`: makes package/crosstalk-lab/, which npm can pack, publish and install. See package/README.md.
//
//   servers/**/*.ts ─▶ servers/**/*.js     and servers/chat/*.ts as they are, for learners who change them
//   dist/           ─▶ dist/               the built site
//   package.json    ─▶ package.json        what it needs to run, and the command `crosstalk-lab`
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureSite, siteFolder } from "../servers/gateway/pages/build.ts";
import { toJavaScript } from "./javascript.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "package/crosstalk-lab");

await ensureSite();
rmSync(folder, { recursive: true, force: true });
copyServers();
cpSync(siteFolder(), join(folder, "dist"), { recursive: true });
for (const name of ["LICENSE", "SECURITY.md"]) cpSync(join(root, name), join(folder, name));
cpSync(join(root, "package/README.md"), join(folder, "README.md"));
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
console.log(folder);

function copyServers(): void {
  const files = readdirSync(join(root, "servers"), { recursive: true, withFileTypes: true });
  for (const entry of files.filter((one) => one.isFile())) {
    const from = join(entry.parentPath, entry.name);
    const name = from.slice(root.length);
    const text = readFileSync(from, "utf8");
    const to = join(folder, name);
    mkdirSync(dirname(to), { recursive: true });
    const isShown = name.startsWith(join("servers", "chat"));
    if (isShown || !name.endsWith(".ts")) writeFileSync(to, text);
    if (name.endsWith(".ts")) {
      writeFileSync(to.replace(/ts$/, "js"), toJavaScript(text, new URL(`file://${from}`)));
    }
  }
  const start = join(folder, "servers/start.js");
  const program = readFileSync(start, "utf8").replace("gateway/main.ts", "gateway/main.js");
  writeFileSync(start, `#!/usr/bin/env node\n${program}`, { mode: 0o755 });
}

function manifest() {
  const { version, description, license, type, dependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return {
    name: "crosstalk-lab",
    version,
    description,
    keywords: ["socket.io", "redis", "redis-adapter", "websocket", "tutorial", "playground"],
    license,
    type,
    bin: { "crosstalk-lab": "servers/start.js" },
    engines: { node: ">=22.18" }, // as servers/start.js checks
    dependencies,
  };
}
