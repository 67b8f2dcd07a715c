// The workshop's HTTP API: where to join, for everyone, and the record, for instructors.
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { LabError } from "../../lab/errors.ts";
import { recordPaths, type WorkshopInfo } from "../../protocol-workshop-http.ts";
import { addressOf } from "../admission/address.ts";
import { bearerOf } from "../api/bearer.ts";
import type { RoleOfKey } from "./authenticate.ts";
import { toCsv, type WorkshopRecord } from "./record/workshop-record.ts";

export type WorkshopApi = Hono<{ Bindings: HttpBindings }>;

export interface WorkshopHttp {
  record: () => WorkshopRecord;
  joinUrls: () => string[];
  roleOfKey: RoleOfKey;
}

export function createWorkshopHttp({ record, joinUrls, roleOfKey }: WorkshopHttp): WorkshopApi {
  const app: WorkshopApi = new Hono();
  const recordFor = (c: Context<{ Bindings: HttpBindings }>) => {
    const key = bearerOf(c.req.header("authorization"));
    if (!key) {
      throw new LabError(
        "unauthorized",
        "The record is for instructors. Send their key: Authorization: Bearer <key>; the terminal printed it.",
      );
    }
    if (roleOfKey(key, addressOf(c.env.incoming)) !== "instructor") {
      throw new LabError(
        "forbidden",
        "This is not the instructor's key. It comes after #key= in the address that the terminal printed.",
      );
    }
    return record();
  };

  app.get("/api/workshop", (c) => c.json<WorkshopInfo>({ joinUrls: joinUrls() }));
  app.get(recordPaths.json, (c) => {
    const body = recordFor(c);
    c.header("content-disposition", attachment("json"));
    return c.json(body);
  });
  app.get(recordPaths.csv, (c) => {
    const body = toCsv(recordFor(c));
    c.header("content-disposition", attachment("csv"));
    c.header("content-type", "text/csv; charset=utf-8");
    return c.body(body);
  });
  return app;
}

const attachment = (extension: string) => `attachment; filename="crosstalk-workshop.${extension}"`;
