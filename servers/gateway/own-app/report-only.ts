// `npm start -- --server <file> --report`: prints a report on an app, and exits.
import { LabError } from "../../lab/errors.ts";
import { locateRedis } from "../../redis/locate.ts";
import { reportText, stageLine } from "../../report/report-text.ts";
import type { Config, ReportConfig } from "../config.ts";
import { createGateway } from "../gateway.ts";
import { sendError } from "../http-errors.ts";

/** Sets the exit code: 1 if an event falls silent or a server ends by itself, 2 if the app can't be asked. */
export async function reportOnly(
  { serverFile, redisUrl }: Config,
  { probes, isJson }: ReportConfig,
): Promise<void> {
  const redis = await locateRedis({ url: redisUrl ?? undefined });
  const gateway = await createGateway({
    host: "127.0.0.1",
    port: 0,
    capacity: 1,
    redis,
    site: (_req, res) => sendError(res, "not_found", "There is no site here: this is a report only."),
    ...(serverFile && { app: { file: serverFile, print: console.error } }),
  });
  try {
    await gateway.appUrls;
    const report = await gateway.reports?.make({ probes, stage: (name) => console.error(stageLine(name)) });
    if (!report) return;
    console.log(isJson ? JSON.stringify(report, null, 2) : reportText(report));
    process.exitCode = report.silent.length + report.crashes.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  } finally {
    await gateway.close();
    await redis.close();
  }
}
