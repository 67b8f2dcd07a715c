// The report on the user's own app, as the gateway makes it; any page of the lab sees it.
import type { ReportState } from "../../../servers/protocol-report.ts";
import { ApiFailure, api } from "../../lab/live/api-client.ts";
import type { LabKey } from "../../lab/live/which-lab/lab-key.ts";

const askEveryMs = 500;

export class AppReport {
  state = $state.raw<ReportState>({ is: "none" });
  /** Increases with each `follow`, which ends the one before it. */
  #turn = 0;

  /** Asks for the report's state, and keeps asking while one is being made. A failed request leaves the state as it is. */
  async follow(id: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      for (;;) {
        const state = await api.report(id);
        if (turn !== this.#turn) return;
        this.state = state;
        if (state.is !== "running") return;
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    } catch (error) {
      if (turn === this.#turn && this.state.is === "running") this.#fail(error);
    }
  }

  async make(key: LabKey): Promise<void> {
    this.#turn += 1;
    this.state = { is: "running", stage: null };
    try {
      await api.makeReport(key);
    } catch (error) {
      // Another page has begun one.
      if (!(error instanceof ApiFailure && error.code === "conflict")) return this.#fail(error);
    }
    await this.follow(key.id);
  }

  #fail(error: unknown): void {
    this.state = { is: "failed", message: error instanceof ApiFailure ? error.message : "" };
  }
}
