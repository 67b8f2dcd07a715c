// The calls for a whole lab: open it, read its state and its trace, close it.
import { z } from "zod";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { OpenedLab } from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import { addressOf } from "../admission/address.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import type { BodyLimiter } from "./body-limits.ts";
import type { Api, LabAccess } from "./lab-access.ts";
import { parse } from "./request-body.ts";

/** A whole class may come from one address, and all at once. */
const openingsOfAddress = { most: 120, perSecond: 2 };

const afterQuery = z.coerce.number().int().min(0).default(0);

export interface LabRoutesContext {
  labs: Labs;
  holders: Pick<LabHolders, "open">;
  answers: BodyLimiter;
  access: LabAccess;
}

export function addLabRoutes(api: Api, { labs, holders, answers, access }: LabRoutesContext): void {
  const openings = createRates(openingsOfAddress);

  api.post("/api/labs", async (c) => {
    const address = addressOf(c.env.incoming);
    if (!openings.take(address))
      throw new LabError("rate", "Many labs were opened from this address just now. Try again in a second.");
    const lab = await holders.open(address);
    const opened: OpenedLab = { ...lab.state(), token: lab.token };
    return c.json(opened, 201);
  });
  api.get("/api/labs/:id", (c) => c.json(access.readable(c).state()));
  api.delete("/api/labs/:id", async (c) => {
    await labs.close(access.owned(c).id, "closed");
    return c.body(null, 204);
  });
  api.get("/api/labs/:id/trace", (c) => {
    const { trace } = access.readable(c);
    const page = JSON.stringify(trace.after(parse(afterQuery, c.req.query("after"), "?after")));
    answers.hold(c.env.incoming, c.env.outgoing, Buffer.byteLength(page));
    return c.body(page, 200, { "content-type": "application/json" });
  });
}
