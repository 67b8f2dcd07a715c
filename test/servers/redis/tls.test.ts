// A Redis behind TLS, with a certificate that only NODE_EXTRA_CA_CERTS vouches for: gateway and servers trust it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";
import { createInterface } from "node:readline";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { OpenedLab } from "../../../servers/protocol.ts";
import { locateRedis } from "../../../servers/redis/locate.ts";
import { redisKinds } from "../../world.ts";

/** Made for this test; nobody else trusts it. */
const file = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url));

test.skipIf(redisKinds[1].missing)("servers link over rediss:// with a private authority", async () => {
  const redis = await locateRedis({ kind: "local" });
  onTestFinished(() => redis.close());
  const wrapped = tls.createServer(
    { cert: readFileSync(file("certificate")), key: readFileSync(file("key")) },
    (socket) => {
      const plain = net.connect(Number(new URL(redis.url).port), "127.0.0.1");
      socket.pipe(plain).pipe(socket);
      socket.on("error", () => plain.destroy());
      plain.on("error", () => socket.destroy());
    },
  );
  await new Promise<void>((listening) => wrapped.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void wrapped.close());
  const { port } = wrapped.address() as net.AddressInfo;

  const args = ["servers/gateway/main.ts", "--port", "0", "--redis-url", `rediss://localhost:${port}`];
  const gateway = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file("certificate") },
  });
  onTestFinished(async () => {
    gateway.kill();
    if (gateway.exitCode === null) await once(gateway, "exit");
  });
  let url: string | undefined;
  for await (const line of createInterface({ input: gateway.stdout })) {
    url = /http:\/\/\S+/.exec(line)?.[0];
    if (url) break;
  }

  const lab = (await (await fetch(`${url}/api/labs`, { method: "POST" })).json()) as OpenedLab;
  const answer = await fetch(`${url}/api/labs/${lab.id}/servers/a`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${lab.token}`, "content-type": "application/json" },
    body: JSON.stringify({ link: "adapter" }),
  });
  expect(await answer.json()).toMatchObject({ name: "a", link: "adapter", state: "running" });
});
