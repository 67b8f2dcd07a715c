// A report's clients, on a server that ends a connection before it accepts the client.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { expect, onTestFinished, test } from "vitest";
import { openReportClients } from "../../../servers/report/report-clients.ts";

test("a connection that ends before the client is accepted is reported, and isn't waited for", async () => {
  const http = createServer();
  const io = new Server(http);
  onTestFinished(() => io.close());
  io.use(() => {}); // never accepts anybody
  io.engine.on("connection", (connection) => connection.on("packet", () => connection.close()));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const urls = { sender: url, near: url, far: url };
  await expect(openReportClients({ urls, auth: undefined, stock: false, events: [] })).rejects.toThrow(
    "transport close",
  );
});
