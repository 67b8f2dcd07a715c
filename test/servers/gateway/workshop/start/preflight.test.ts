// The evening before: anything that would stop the workshop is found, with what to do.
import net from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { firewallHint } from "../../../../../servers/gateway/workshop/start/firewall.ts";
import {
  checkAddresses,
  checkMemory,
  checkPort,
  checkRedis,
  checkSite,
  report,
} from "../../../../../servers/gateway/workshop/start/preflight.ts";
import { runGateway } from "../../../../playground.ts";

async function takenPort(): Promise<number> {
  const taken = net.createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once("listening", resolve));
  return (taken.address() as net.AddressInfo).port;
}

test("a port that is in use fails, with another one to use; a free one is ok", async () => {
  const port = await takenPort();
  expect(await checkPort({ port, host: "127.0.0.1" })).toEqual({
    what: "port",
    verdict: "fails",
    found: `${port} on 127.0.0.1 cannot be used (EADDRINUSE)`,
    todo: expect.stringContaining(`--port ${port + 1}`),
  });
  expect(await checkPort({ port: 0, host: "127.0.0.1" })).toMatchObject({ verdict: "ok" });
});

test.each([
  ["127.0.0.1", null, "fails", /only this machine reaches/],
  ["10.1.2.3", null, "ok", /^http:\/\/10\.1\.2\.3:3000\/join\/$/],
  ["LocalHost", null, "fails", /only this machine reaches/],
  ["::1", null, "fails", /only this machine reaches/],
  ["0.0.0.0", "http://localhost:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://0.0.0.0:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://127.0.0.2:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://[::1]:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://[::]:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://LOCALHOST.:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://class.localhost:3000", "fails", /no other machine reaches/],
  ["0.0.0.0", "http://localhost.class.example", "ok", /class\.example/],
  ["127.0.0.1", "https://class.example", "ok", /^https:\/\/class\.example\/join\/$/],
])("listening on %s with the public address %s: %s", (host, publicUrl, verdict, found) => {
  expect(checkAddresses({ host, port: 3000, base: "/", publicUrl })).toMatchObject({
    verdict,
    found: expect.stringMatching(found),
  });
});

describe("memory", () => {
  test.each([
    [30, null, 31, "ok", /for 31 labs; 30 learners and the shared lab need 31/],
    [30, null, 30, "fails", /for 30 labs.*need 31/],
    [30, 40, 30, "attention", /--capacity 40 overrules it/],
    [30, 20, 100, "fails", /CAPACITY\) is 20.*need 31/],
  ])(
    "for %i learners, with --capacity %s and room for %i labs: %s",
    (learners, capacity, carried, verdict, found) => {
      expect(checkMemory({ learners, capacity }, carried)).toMatchObject({
        verdict,
        found: expect.stringMatching(found),
      });
    },
  );
});

test("a Redis that does not answer fails, without its password", async () => {
  const port = await takenPort();
  const finding = await checkRedis({ redisUrl: `redis://:secret@127.0.0.1:${port}` });
  expect(finding).toMatchObject({ verdict: "fails", found: expect.stringContaining("127.0.0.1") });
  expect(JSON.stringify(finding)).not.toContain("secret");
  expect((await checkRedis({ redisUrl: null })).verdict).not.toBe("fails");
});

test.each([
  ["darwin", {}, true, /allow it/],
  ["win32", {}, true, /Private network/],
  ["linux", {}, false, /on a phone/],
  ["linux", { "/etc/ufw/ufw.conf": "# x\nENABLED=yes\n" }, true, /^sudo ufw allow 3000\/tcp/],
  ["linux", { "/etc/ufw/ufw.conf": "ENABLED=no\n" }, false, /on a phone/],
  ["linux", { "/run/firewalld.pid": "" }, true, /^sudo firewall-cmd --add-port=3000\/tcp/],
] as const)("the firewall of %s with %j", (platform, files: Record<string, string>, isLikely, todo) => {
  const hint = firewallHint(platform, 3000, (path) => files[path] ?? null);
  expect(hint).toMatchObject({ isLikely, todo: expect.stringMatching(todo) });
});

test("the report marks each finding with words and signs, and has a conclusion", () => {
  const fine = checkSite(true);
  expect(report([fine], 30)).toBe(
    "A workshop for 30\n\n  ✓ site       is built\n\nNothing stands in the way.",
  );
  expect(
    report([fine, { what: "port", verdict: "fails", found: "taken", todo: "Take another" }], 30),
  ).toMatch(/ {2}✗ port {7}taken\n {15}→ Take another\n\n1 of these would stop the workshop \(✗\)\.$/);
});

test("npm start -- --check ends with 1 when something would stop the workshop", async () => {
  const port = await takenPort();
  const args = ["--check", "--learners", "1", "--host", "127.0.0.1", "--port", `${port}`];
  const { code, stdout: said } = await runGateway(args);

  expect(code).toBe(1);
  expect(said).toMatch(/^A workshop for 1\n/);
  expect(said).toMatch(/✗ port +\d+ on 127\.0\.0\.1 cannot be used \(EADDRINUSE\)/);
  for (const what of ["addresses", "firewall", "memory", "Redis", "site"])
    expect(said).toMatch(new RegExp(`[✓!✗] ${what}`));
  expect(said).toMatch(/2 of these would stop the workshop/);
});
