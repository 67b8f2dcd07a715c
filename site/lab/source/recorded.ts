// Where the labs of a static site come from: from recordings, or if the site was built with `--live`, from that gateway while it can open one.

import { gatewayOrigin, gatewayUrl } from "../../gateway-address.ts";
import { Lab } from "../live/lab.svelte.ts";
import type { Network } from "../live/network.ts";
import type { LabOptions } from "../live/setup.svelte.ts";
import { RecordedLab } from "../recorded/recorded-lab.svelte.ts";

const answerWithinMs = 8_000;
/** A tab that found no gateway asks again after this. */
const askAgainMs = 60_000;
const awayKey = "crosstalk:live-away";

/** The gateway that doesn't respond, until a page of this tab has said so. */
let unsaid: string | undefined;
const isReachable = gatewayOrigin !== undefined && (await canOpen(gatewayOrigin));

let loaded: Network | undefined;
const loadNetwork = async () => {
  loaded = (await import("../live/network.ts")).network;
};

export function createLab(options: LabOptions = {}): Lab {
  if (isReachable) return new RemoteLab(options);
  const lab = new RecordedLab(options);
  if (unsaid) lab.notices.add({ says: "no-gateway", host: unsaid });
  unsaid = undefined;
  return lab;
}

/** A live lab whose network is loaded when it's needed: pages that play recordings don't need it. */
class RemoteLab extends Lab {
  constructor(options: LabOptions) {
    const network = () => {
      if (!loaded) throw new Error("the lab's network was used before it was loaded");
      return loaded;
    };
    super(options, {
      connect: (settings) => network().connect(settings),
      watch: (key, listener) => network().watch(key, listener),
    });
  }

  override start(...as: Parameters<Lab["start"]>): void {
    void loadNetwork().then(() => super.start(...as));
  }

  override async wake(): Promise<boolean> {
    await loadNetwork();
    return super.wake();
  }
}

/** Resolves to false if the gateway can't be reached, has no lab left, or was asked a moment ago. */
async function canOpen(origin: string): Promise<boolean> {
  const awaySince = sessionStorage.getItem(awayKey);
  if (Date.now() - Number(awaySince) < askAgainMs) return false;
  try {
    const response = await fetch(gatewayUrl("/readyz"), { signal: AbortSignal.timeout(answerWithinMs) });
    if (response.ok) return true;
  } catch {
    // As without a lab.
  }
  if (awaySince === null) unsaid = new URL(origin).host;
  sessionStorage.setItem(awayKey, String(Date.now()));
  return false;
}
