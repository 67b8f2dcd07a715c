// What malicious clients can do to the relay to a lab's server: nothing that outlives their connection.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createErrorBoundary } from "../../servers/error-boundary.ts";
import { forward } from "../../servers/gateway/relay/forward.ts";
import { endToEnd } from "../../servers/gateway/relay/hop-by-hop.ts";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";
import { connect, exchange, head, webSocketHead } from "./raw.ts";

let world: World;
let lab: TestLab;
let alpha: TestClient;
beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
  alpha = await lab.client("a", { transports: ["websocket"] });
});
afterAll(() => world.close());

async function expectAlive(): Promise<void> {
  expect(await alpha.send("still here")).toBe("ok");
  expect((await world.call("GET", "/healthz")).status).toBe(200);
}

const polling = () => `/labs/${lab.id}/a/socket.io/?EIO=4&transport=polling`;

test.each([
  ["/healthz", "/labs/LAB/a/socket.io/?EIO=4&transport=websocket"],
  ["/", "/labs/LAB/balanced/socket.io/?EIO=4&transport=websocket"],
  ["/labs/LAB/a/socket.io/?EIO=4&transport=polling", "/labs/LAB/a/socket.io/?EIO=4&transport=websocket"],
  ["/labs/LAB/a/socket.io/?EIO=4&transport=polling", "/watch/socket.io/?EIO=4&transport=websocket"],
  ["/watch/socket.io/?EIO=4&transport=polling", "/labs/LAB/b/socket.io/?EIO=4&transport=websocket"],
  ["/api/labs/LAB", "/nowhere"],
])("a WebSocket in one packet with %s onto %s closes the connection or is answered", async (first, then) => {
  const path = (text: string) => text.replace("LAB", lab.id);
  const socket = await connect(world.url);
  onTestFinished(() => void socket.destroy());
  const done = new Promise((resolve) => socket.on("data", resolve).once("close", resolve));
  socket.write(head(`GET ${path(first)}`, { Connection: "keep-alive" }) + webSocketHead(path(then)));
  await done;
  await expectAlive();
});

describe("a hop-by-hop header", () => {
  const hops = {
    Trailer: "x",
    TE: "trailers, deflate",
    "Keep-Alive": "timeout=5",
    "Proxy-Authorization": "Basic eA==",
    "Proxy-Authenticate": "Basic",
    "Proxy-Connection": "keep-alive",
    Upgrade: "",
    Connection: "close, X-Private, cookie",
    Expect: "100-continue",
  };
  test.each(Object.entries(hops))(
    "%s: %s on a long-polling request is no harm to it",
    async (name, value) => {
      const answer = await exchange(
        world.url,
        head(`GET ${polling()}`, { Connection: "close", [name]: value }),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (100 Continue\r\n\r\nHTTP\/1\.1 )?200 /);
      await expectAlive();
    },
  );

  test("ends at the gateway, both ways, and what Connection names with it", async () => {
    let came: http.IncomingHttpHeaders = {};
    const { url, boundary } = await openRelayed((req, res) => {
      came = req.headers;
      res.writeHead(200, {
        connection: "X-Of-Hop, close",
        "x-of-hop": "1",
        "proxy-authenticate": "Basic",
        "keep-alive": "timeout=9",
        upgrade: "h2c",
        "x-end": "to end",
        "set-cookie": ["a=1", "b=2"],
      });
      res.end("hi");
    });
    const answer = await exchange(
      url,
      head("GET /", {
        ...hops,
        Upgrade: "h2c",
        Connection: "close, X-Private",
        "X-Private": "1",
        "X-End": "2",
      }),
    );
    expect(came).toEqual({ host: "localhost", "x-end": "2", connection: "keep-alive" });
    expect(answer).toContain("x-end: to end");
    expect(answer).toContain("set-cookie: a=1\r\nset-cookie: b=2");
    expect(answer).not.toMatch(/x-of-hop|proxy-auth|timeout=9|h2c/i);
    expect(boundary.counts()).toEqual({});
  });

  test("is recognised in any case and at any position in Connection", () => {
    expect(endToEnd({ connection: "a ,B,, c-d", a: "1", b: "2", "c-d": "3", e: "4", te: "x" })).toEqual({
      e: "4",
    });
  });

  test("that names Content-Length leaves no body without a length", async () => {
    const paths: (string | undefined)[] = [];
    const { url } = await openRelayed((req, res) => {
      paths.push(req.url);
      req.resume();
      req.on("end", () => res.end("hi"));
    });
    const inner = head("GET /smuggled");
    for (const method of ["GET", "DELETE", "POST", "OPTIONS"]) {
      const headers = { Connection: "close, content-length", "Content-Length": String(inner.length) };
      expect(await exchange(url, head(`${method} /`, headers) + inner)).toMatch(/200 OK/);
      const chunked = { Connection: "close, transfer-encoding", "Transfer-Encoding": "chunked" };
      const chunk = `${inner.length.toString(16)};x="y"\r\n${inner}\r\n0\r\nX-Trailer: 1\r\n\r\n`;
      expect(await exchange(url, head(`${method} /`, chunked) + chunk)).toMatch(/200 OK/);
    }
    expect(new Set(paths)).toEqual(new Set(["/"]));
    expect(paths).toHaveLength(8);
  });
});

describe("a body", () => {
  test("isn't waited for if there is no such lab", async () => {
    const socket = await connect(world.url);
    onTestFinished(() => void socket.destroy());
    const answered = new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
    socket.write(
      head("POST /labs/none/a/socket.io/?EIO=4&transport=polling", { "Content-Length": "1000000" }),
    );
    socket.write("x".repeat(1000));
    expect(await answered).toMatch(/^HTTP\/1\.1 404 /);
    await expectAlive();
  });

  test("is relayed to the server as it arrives, so the gateway holds none of it", async () => {
    const chunks: string[] = [];
    const { url } = await openRelayed((req, res) => {
      req.on("data", (chunk) => {
        chunks.push(String(chunk));
        if (chunks.length === 1) res.writeHead(200).write("got one");
      });
      req.on("end", () => res.end("all"));
    });
    const socket = await connect(url);
    onTestFinished(() => void socket.destroy());
    socket.write(`${head("POST /", { "Content-Length": "6" })}abc`);
    let answer = "";
    for await (const data of socket) {
      answer += data;
      if (answer.includes("got one") && !answer.includes("all")) socket.write("def");
    }
    expect(chunks).toEqual(["abc", "def"]);
    expect(answer).toContain("all");
  });

  test("that the server refuses unread still gets its response", async () => {
    const { url } = await openRelayed((_req, res) => res.writeHead(400).end("no body here"));
    for (let round = 0; round < 20; round += 1) {
      const answer = await exchange(
        url,
        head("POST /", { "Content-Length": "1000000" }) + "x".repeat(1_000_000),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain("no body here");
    }
  });

  test("that never ends is refused", async () => {
    const { url } = await openRelayed((req) => void req.resume());
    const chunk = `fffff\r\n${"x".repeat(0xfffff)}\r\n`;
    expect(await exchange(url, head("POST /", { "Transfer-Encoding": "chunked" }) + chunk.repeat(2))).toMatch(
      /^HTTP\/1\.1 413 /,
    );
  });
});

describe("a request in an unusual form", () => {
  test.each([
    [
      "a Host header twice",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\nConnection: close\r\n\r\n",
      400,
    ],
    ["no Host header", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["an absolute target", head("GET http://localhost/healthz"), 200],
    ["an absolute target without a path", head("GET http://localhost?x"), 404],
    ["an absolute target elsewhere", head("GET http://evil.example/healthz"), 403],
    ["an asterisk", head("OPTIONS *"), 400],
    ["CONNECT", head("CONNECT localhost:80"), null],
    ["an unknown expectation", head("GET /healthz", { Expect: "the unexpected" }), 417],
    [
      "an unsupported Transfer-Encoding",
      `${head("POST /api/labs", { "Transfer-Encoding": "gzip, chunked" })}0\r\n\r\n`,
      400,
    ],
    ["two slashes", head("GET //healthz"), 404],
    ["HTTP/1.0", "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n", 200],
    ["an unknown method", head("BREW /healthz"), 400],
  ])("with %s is answered", async (_, bytes, status) => {
    const answer = await exchange(world.url, bytes);
    if (status === null) expect(answer).toBe("");
    else expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await expectAlive();
  });

  test("that is torn after any byte harms nobody", async () => {
    const bytes = `${head(`POST ${polling()}`, { "Transfer-Encoding": "chunked" })}3\r\nabc\r\n0\r\n\r\n`;
    for (let length = 1; length <= bytes.length; length += 4) {
      const socket = await connect(world.url);
      await new Promise((resolve) => socket.write(bytes.slice(0, length), resolve));
      if (length % 8 === 1) socket.resetAndDestroy();
      else socket.end().destroy();
    }
    await expectAlive();
  });
});

/** Only a gateway's `forward`, in front of our own server. */
async function openRelayed(
  listener: http.RequestListener,
): Promise<{ url: string; boundary: ReturnType<typeof createErrorBoundary> }> {
  const socketPath = `\0crosstalk-relay-test-${process.pid}-${Math.random()}`;
  const server = http.createServer(listener).listen(socketPath);
  const boundary = createErrorBoundary({ print: () => {} });
  const front = http
    .createServer((req, res) => {
      boundary.listen(req, () => {});
      forward(boundary, req, res, { socketPath, path: req.url ?? "/" });
    })
    .listen(0, "127.0.0.1");
  await Promise.all([server, front].map((one) => new Promise((resolve) => one.once("listening", resolve))));
  onTestFinished(() => {
    for (const one of [front, server]) {
      one.closeAllConnections();
      one.close();
    }
  });
  return { url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, boundary };
}
