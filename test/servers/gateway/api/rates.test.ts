// How often the servers of one lab can be started, and its code be changed: both start processes.
import { Hono } from "hono";
import { beforeEach, expect, test, vi } from "vitest";
import { addCodeRoutes } from "../../../../servers/gateway/api/code-routes.ts";
import type { Api, LabAccess } from "../../../../servers/gateway/api/lab-access.ts";
import { addSwitchRoutes } from "../../../../servers/gateway/api/switch-routes.ts";
import type { Reports } from "../../../../servers/gateway/own-app/reports.ts";
import { LabError } from "../../../../servers/lab/errors.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  return () => void vi.useRealTimers();
});

/** The calls for labs whose servers have no process, or the process `pid`. */
function open(pid: number | null = null) {
  const changeable = (c: Parameters<LabAccess["changeable"]>[0]) => {
    const server = { state: () => ({ pid }), start: async () => {} };
    const id = c.req.param("id");
    return {
      id,
      servers: { a: server, b: server },
      state: () => ({ mayRunCode: true, app: {} }),
      setCode: async () => {},
      reload: async () => {},
    };
  };
  const api: Api = new Hono();
  const access = { changeable } as unknown as LabAccess;
  addSwitchRoutes(api, access);
  addCodeRoutes(api, access, { reports: { whileRestarting: async () => {} } as unknown as Reports });
  api.onError((error, c) => c.text(error instanceof LabError ? error.code : String(error), 500));
  return async (method: string, path: string) => {
    const body = method === "PATCH" ? JSON.stringify({ ownAdapter: false }) : null;
    const answer = await api.request(`/api/labs/${path}`, { method, body });
    return answer.ok ? "done" : answer.text();
  };
}

test.each([
  ["starts", 60, 1000, "POST", "x/servers/a/start", "y/servers/b/start"],
  ["changes of its code", 30, 2000, "DELETE", "x/code", "y/code"],
  ["changes of its app's adapter", 30, 2000, "PATCH", "x/app", "y/app"],
] as const)("a lab has %s: %i at once, and then one each %i ms", async (_, most, ms, method, path, other) => {
  const call = open();
  for (let count = 0; count < most; count += 1) expect(await call(method, path)).toBe("done");
  expect(await call(method, path)).toBe("rate");
  expect(await call(method, other)).toBe("done");
  vi.advanceTimersByTime(ms);
  expect(await call(method, path)).toBe("done");
  expect(await call(method, path)).toBe("rate");
});

test("starting a server that runs costs nothing", async () => {
  const call = open(7);
  for (let count = 0; count < 100; count += 1) expect(await call("POST", "x/servers/a/start")).toBe("done");
});
