// `npm start`: its flags, its output, and how it ends when it can't start.
import { readFileSync } from "node:fs";
import net from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../servers/gateway/config.ts";
import { ConfigError } from "../../../servers/gateway/config-error.ts";
import { flags } from "../../../servers/gateway/flags.ts";
import { runGateway } from "../../playground.ts";

test.each([
  ["--help", /--gateway-name <…>\s+\S/],
  ["--version", /^\d+\.\d+\.\d+$/],
])("%s is printed, and nothing is started", async (flag, text) => {
  expect(await runGateway([flag])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(text),
    stderr: "",
  });
});

test("the README has every flag with its variable", () => {
  const readme = readFileSync("README.md", "utf8");
  for (const [name, flag] of Object.entries(flags)) {
    const variable = "env" in flag ? `\`${flag.env}` : "";
    const rows = readme.split("\n").filter((line) => line.includes(`\`--${name}`) && line.includes(variable));
    expect(rows, name).not.toEqual([]);
  }
});

describe("flags and environment", () => {
  test("have defaults, and a flag wins over the environment", () => {
    const forHosts = {
      trustedProxies: undefined,
      gatewayName: undefined,
      drainSeconds: 0,
      log: { format: "text", level: "warn" },
      report: null,
      serverFile: undefined,
      base: "/",
    };
    expect(readConfig([], {})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      redisUrl: null,
      capacity: null,
      allowedHosts: [],
      allowedSites: [],
      dev: false,
      workshop: null,
      check: false,
      ...forHosts,
    });
    const env = {
      PORT: "1",
      HOST: "::",
      REDIS_URL: "redis://a",
      CAPACITY: "2",
      ALLOW_HOST: "x.example,y.example",
    };
    expect(readConfig(["--port", "8080", "--capacity=3"], env)).toEqual({
      port: 8080,
      host: "::",
      redisUrl: "redis://a",
      capacity: 3,
      allowedHosts: ["x.example", "y.example"],
      allowedSites: [],
      dev: false,
      workshop: null,
      check: false,
      ...forHosts,
    });
    expect(readConfig(["--check"], {})).toMatchObject({ check: true, workshop: { learners: 30 } });
    expect(readConfig(["--workshop"], {})).toMatchObject({
      host: "0.0.0.0",
      workshop: { learners: 30, publicUrl: null, instructorKey: null },
    });
    const workshop = {
      WORKSHOP: "1",
      HOST: "10.0.0.5",
      LEARNERS: "12",
      PUBLIC_URL: "http://class.example:3000/",
      INSTRUCTOR_KEY: "twelve-chars",
    };
    expect(readConfig(["--learners", "40"], workshop)).toMatchObject({
      host: "10.0.0.5",
      allowedHosts: ["class.example"],
      workshop: { learners: 40, publicUrl: "http://class.example:3000", instructorKey: "twelve-chars" },
    });
    // Docker Compose passes unset variables as empty text.
    const unset = { CAPACITY: "", REDIS_URL: "", ALLOW_HOST: "", WORKSHOP: "", PUBLIC_URL: "", HOST: "" };
    expect(readConfig([], unset)).toEqual(readConfig([], {}));
    expect(readConfig([], { WORKSHOP: "0" }).workshop).toBeNull();
  });

  test("say below which path everything is served, and a public address may have that path", () => {
    expect(readConfig([], { BASE_PATH: "/class/" }).base).toBe("/class/");
    expect(readConfig(["--base", "/a/b-1/"], { BASE_PATH: "/class/" }).base).toBe("/a/b-1/");
    for (const path of ["", "/", "/class", "/class/"]) {
      const env = { WORKSHOP: "1", BASE_PATH: "/class/", PUBLIC_URL: `https://x.example${path}` };
      expect(readConfig([], env)).toMatchObject({
        workshop: { publicUrl: "https://x.example" },
        allowedHosts: ["x.example"],
      });
    }
  });
});

describe("flags and environment that are refused", () => {
  test.each([
    [["--port", "http"], /--port.*whole number from 0 to 65535.*"http"/],
    [["--port", "65536"], /65535.*"65536"/],
    [["--capacity", "0"], /--capacity.*from 1.*"0"/],
    ...[
      "foo",
      "/foo",
      "foo/",
      "//",
      "//x/",
      "/a//b/",
      "/../",
      "/a/./",
      "/a%2Fb/",
      "/a b/",
      "/a/?x/",
      "/ü/",
    ].map((base): [string[], RegExp] => [
      ["--base", base],
      /^--base \(or BASE_PATH\) must be a path with a slash at both ends.*it was "[^"]+"\.$/,
    ]),
    [["--colour"], /--colour.*\n.*--port, --host/],
    [["start"], /start.*\n.*--port/],
    [["--server", "package.json", "--host", "0.0.0.0"], /--server.*unconfined.*--host 127\.0\.0\.1/],
    [["--server", "package.json", "--workshop"], /--server.*no --workshop/],
  ])("%j is refused with what to write instead", (args, message) => {
    expect(() => readConfig(args, {})).toThrow(ConfigError);
    expect(() => readConfig(args, {})).toThrow(message);
  });

  test.each([
    [{ WORKSHOP: "perhaps" }, /WORKSHOP must be 1 or 0.*"perhaps"/],
    [{ WORKSHOP: "1", LEARNERS: "many" }, /LEARNERS.*from 1 to 500.*"many"/],
    [
      { WORKSHOP: "1", PUBLIC_URL: "class.example" },
      /PUBLIC_URL.*http:\/\/192.168.1.20:3000.*"class.example"/,
    ],
    [{ WORKSHOP: "1", PUBLIC_URL: "http://class.example/x" }, /without a path/],
    [
      { WORKSHOP: "1", BASE_PATH: "/class/", PUBLIC_URL: "http://class.example/x/" },
      /without a path or with that of --base, \/class\/; it was/,
    ],
    [{ WORKSHOP: "1", INSTRUCTOR_KEY: "geheim" }, /INSTRUCTOR_KEY must have 12 to 200 characters.*has 6/],
    [{ WORKSHOP: "1", PUBLIC_URL: "http://0.0.0.0:3000" }, /only means all of this machine's/],
    [{ WORKSHOP: "1", PUBLIC_URL: "http://[::]:3000" }, /only means all of this machine's/],
    [{ WORKSHOP: "1", INSTRUCTOR_KEY: "aaaaaaaaaaaa" }, /^INSTRUCTOR_KEY repeats one part/],
    [{ PER_ADDRESS: "none" }, /--per-address.*from 1 to 10000.*"none"/],
    [{ ALLOW_HOST: "http://x.example/path" }, /--allow-host.*without a path.*"http:\/\/x.example\/path"/],
    [{ ALLOW_HOST: "*.example.com" }, /--allow-host.*\*.*"\*\.example\.com"/],
    [{ ALLOW_HOST: "x.example:port" }, /--allow-host.*"x.example:port"/],
    [{ ALLOW_HOST: "user@x.example" }, /--allow-host.*"user@x.example"/],
    [{ ALLOW_HOST: "two words" }, /--allow-host.*"two words"/],
    [{ WORKSHOP: "1", INSTRUCTOR_KEY: "with a space inside" }, /letters, digits/],
  ])("%j in the environment is refused with what to write instead", (env, message) => {
    expect(() => readConfig([], env)).toThrow(message);
    expect(() => readConfig([], env)).not.toThrow(/geheim|space inside/);
  });
});

describe("a failed start", () => {
  test("says that the port is in use, and which to take", async () => {
    const taken = net.createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as net.AddressInfo;

    expect(await runGateway(["--port", String(port)])).toEqual({
      code: 1,
      stdout: "",
      stderr: `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
    });
  });

  test("says that REDIS_URL doesn't answer, and what to do, without its password", async () => {
    const silent = net.createServer(() => {}).listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as net.AddressInfo;
    const { code, stderr: said } = await runGateway([
      "--port",
      "0",
      "--redis-url",
      `redis://:secret@127.0.0.1:${port}`,
    ]);

    expect(code).toBe(1);
    expect(said).toMatch(/expected a Redis at redis:.*to answer.*within 3000 ms.*REDIS_URL/);
    expect(said).not.toContain("secret");
  });
});
