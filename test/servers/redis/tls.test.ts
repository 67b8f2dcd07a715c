// A Redis behind TLS, with a certificate that only NODE_EXTRA_CA_CERTS confirms: gateway and servers trust it.
import { readFileSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { OpenedLab } from "../../../servers/protocol.ts";
import { locateRedis } from "../../../servers/redis/locate.ts";
import { startPlayground } from "../../playground.ts";
import { redisKinds } from "../../world.ts";

/** Made for this test; nothing else trusts it. */
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

  const { password } = new URL(redis.url);
  const { url, close } = await startPlayground({
    env: { REDIS_URL: `rediss://:${password}@localhost:${port}`, NODE_EXTRA_CA_CERTS: file("certificate") },
  });
  onTestFinished(close);

  const lab = (await (await fetch(`${url}/api/labs`, { method: "POST" })).json()) as OpenedLab;
  const answer = await fetch(`${url}/api/labs/${lab.id}/servers/a`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${lab.token}`, "content-type": "application/json" },
    body: JSON.stringify({ link: "adapter" }),
  });
  expect(await answer.json()).toMatchObject({ name: "a", link: "adapter", state: "running" });
});
