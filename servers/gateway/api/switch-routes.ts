// The calls that switch a part of a lab: its servers, its cables and its balancer.
import { z } from "zod";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import { cableStates, linkNames, maxDelayMs, serverNames } from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import type { Api, ApiRequest, LabAccess } from "./lab-access.ts";
import { parse, readBody } from "./request-body.ts";

const startsOfLab = { most: 60, perSecond: 1 };

const linkBody = z.strictObject({ link: z.enum(linkNames) });
const cableBody = z.strictObject({
  state: z.enum(cableStates).optional(),
  delayMs: z.int().min(0).max(maxDelayMs).optional(),
});
const balancerBody = z.strictObject({ sticky: z.boolean() });
const serverParam = z.enum(serverNames);

export function addSwitchRoutes(api: Api, { changeable }: LabAccess): void {
  const starts = createRates(startsOfLab);

  api.patch("/api/labs/:id/servers/:name", async (c) => {
    const server = serverOf(c, changeable(c));
    const { link } = await readBody(c, linkBody);
    await server.setLink(link);
    return c.json(server.state());
  });
  api.post("/api/labs/:id/servers/:name/kill", async (c) => {
    const server = serverOf(c, changeable(c));
    await server.kill();
    return c.json(server.state());
  });
  // An extension of the contract: SIGTERM in place of kill's SIGKILL.
  api.post("/api/labs/:id/servers/:name/stop", async (c) => {
    const server = serverOf(c, changeable(c));
    await server.stop();
    return c.json(server.state());
  });
  api.post("/api/labs/:id/servers/:name/start", async (c) => {
    const lab = changeable(c);
    const server = serverOf(c, lab);
    // One that runs already costs nothing.
    if (server.state().pid === null && !starts.take(lab.id))
      throw new LabError(
        "rate",
        "The servers of this lab were started often just now. Try again in a second.",
      );
    await server.start();
    return c.json(server.state());
  });
  api.patch("/api/labs/:id/cables/:name", async (c) => {
    const server = serverOf(c, changeable(c));
    const { state, delayMs } = await readBody(c, cableBody);
    await server.setCable({ ...(state && { state }), ...(delayMs !== undefined && { delayMs }) });
    return c.json(server.cable());
  });
  api.patch("/api/labs/:id/balancer", async (c) => {
    const lab = changeable(c);
    const { sticky } = await readBody(c, balancerBody);
    lab.setBalancer({ sticky });
    return c.json(lab.state().balancer);
  });
}

function serverOf(c: ApiRequest, lab: Lab) {
  return lab.servers[parse(serverParam, c.req.param("name"), "The server's name")];
}
