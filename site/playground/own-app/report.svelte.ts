// The report on the user's own app, as the gateway makes it; any page of the lab sees it.
import type { ReportState } from "../../../servers/protocol-report.ts";
import { ApiFailure, api, type LabKey } from "../../lab/live/api-client.ts";

const askEveryMs = 500;

export class AppReport {
  state = $state.raw<ReportState>({ is: "none" });
  #asking = false;

  /** Asks what is known, and goes on asking while a report is being made. */
  async follow(id: string): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      do {
        this.state = await api.report(id);
        if (this.state.is === "running") await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      } while (this.state.is === "running");
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#asking = false;
    }
  }

  async make(key: LabKey): Promise<void> {
    this.state = { is: "running", stage: null };
    try {
      this.state = await api.makeReport(key);
      await this.follow(key.id);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.state = { is: "failed", message: error instanceof ApiFailure ? error.message : "" };
  }
}
