// An observer that throws is reported, and what it watches goes on: the server, its clients and all other observers.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import type { ChatIo } from "../../../../../servers/chat/events.ts";
import { answerClient } from "../../../../../servers/chat/handlers.ts";
import { noLink } from "../../../../../servers/chat/links/none.ts";
import { createErrorBoundary } from "../../../../../servers/error-boundary.ts";
import { createCauses } from "../../../../../servers/lab/process/observe/causes.ts";
import { observe } from "../../../../../servers/lab/process/observe/observer.ts";
import { createReporter } from "../../../../../servers/lab/process/observe/reporter.ts";

/** A server that is observed while the guarded `place` fails each time. */
async function openFaulty(place: string) {
  const boundary = createErrorBoundary({
    print: () => {},
    fault(at) {
      if (at === place) throw new Error(`a fault in ${place}`);
    },
  });
  const seen: string[] = [];
  const reporter = createReporter(
    (_, observations) => seen.push(...observations.map(({ type }) => type)),
    5000,
    boundary,
  );
  const causes = createCauses(reporter.catchUp, boundary);
  const http = createServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const io: ChatIo = new Server(http);
  observe(io, "a1.", causes, reporter, boundary);
  const gone = new Promise((resolve) => {
    io.on("connection", (socket) => {
      answerClient(io, socket, () => noLink);
      socket.on("disconnect", resolve);
    });
  });
  const socket = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ["websocket"],
  });
  onTestFinished(async () => {
    socket.disconnect();
    causes.close();
    await io.close();
  });
  return { socket, gone, seen, flush: reporter.flush, counts: boundary.counts };
}

/** Each guarded place, and what nobody sees when it fails. */
const places: Record<string, readonly string[]> = {
  "observer of connections": ["connected"],
  "observer of rooms": ["joined", "left"],
  "observer of events": ["received", "acknowledged"],
  "observer of deliveries": ["delivered"],
  "observer of acknowledgements": ["acknowledged"],
  "observer of disconnections": ["disconnected"],
  "deferred observation": ["delivered"],
};
const all = new Set(Object.values(places).flat());

test.each(Object.entries(places))("when the %s fails, only %j is missing", async (place, missing) => {
  const { socket, gone, seen, flush, counts } = await openFaulty(place);
  const heard = new Promise((resolve) => socket.once("message", resolve));
  await new Promise<void>((resolve) => socket.once("connect", resolve));

  expect(await socket.emitWithAck("room:join", "tea")).toBe("ok");
  expect(await socket.emitWithAck("room:leave", "tea")).toBe("ok");
  expect(await socket.emitWithAck("message", "hi")).toBe("ok");
  expect(await heard).toBe("hi");
  socket.disconnect();
  await gone;
  flush();

  expect(counts()[place]).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(all.difference(new Set(missing)));
});
