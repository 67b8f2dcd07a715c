// A workshop: the roster, what the room shares, and what instructors can do. It only exists with `--workshop`.
import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import { sameSecret } from "../../secrets.ts";
import { createGuesses, type Guesses } from "../admission/guesses.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import type { SocketLimits } from "../watch/socket-limits.ts";
import type { RoleOfKey } from "./authenticate.ts";
import { createKeptFile } from "./kept/kept-file.ts";
import { createPairList, keptPairs } from "./pairs/pair-list.ts";
import { keepRecord } from "./record/keep-record.ts";
import { openRecordFile } from "./record/record-file.ts";
import { createRoster, type Roster } from "./roster.ts";
import { createShown } from "./shown/shown.ts";
import { createShownFile } from "./shown/shown-file.ts";
import { createWorkshopSockets } from "./sockets.ts";
import { joinUrls } from "./start/addresses.ts";
import { createWorkshopHttp, type WorkshopApi } from "./workshop-routes.ts";

export interface Workshop {
  /** The API under /api/workshop. */
  api: WorkshopApi;
  /** Whether `secret` is the guest's in the pair that shares this lab. */
  isGuest: (lab: string, secret: string) => boolean;
  /**
   * Returns true if `secret` is an instructor's or a helper's while the lab's learner allows help; false for any other secret. Throws a
   * LabError for theirs if the learner does not allow help.
   */
  mayHelp: (lab: string, secret: string) => boolean;
  labGone: (lab: string) => void;
  /** Call it when somebody opened a lab. */
  labOpened: () => void;
  close: () => void;
}

export interface WorkshopContext {
  http: HttpServer;
  labs: Labs;
  holders: Pick<LabHolders, "held">;
  boundary: ErrorBoundary;
  guesses: Guesses;
  /** How many learners, and how many phones, one address can have. */
  perAddress: number;
  limits: Partial<SocketLimits>;
  instructorKey: string;
  /** Lets its holder look, help and answer; nobody unless given. */
  helperKey?: string | undefined;
  /** Keeps what the instructor shows for a gateway that starts again; nowhere unless given. */
  shownFile?: string | undefined;
  /** Keeps who sits at whose lab; nowhere unless given. */
  pairsFile?: string | undefined;
  /** Where the record is saved; nowhere unless given. */
  recordFile?: string | undefined;
  /** Prints one line for the operator. */
  warn: (line: string) => void;
  /** Returns the site's URLs for others in the room, likeliest first. */
  urls: () => string[];
  refusal: (req: IncomingMessage) => string | null;
  /** Called with why a connection was cut off. */
  cutOff: (why: string) => void;
}

export function createWorkshop({
  instructorKey,
  helperKey,
  shownFile,
  pairsFile,
  recordFile,
  warn,
  urls,
  guesses,
  ...context
}: WorkshopContext): Workshop {
  const isHelper = (given: string) => helperKey !== undefined && sameSecret(given, helperKey);
  const isKey = (given: string) => sameSecret(given, instructorKey) || isHelper(given);
  const roleOfKey: RoleOfKey = (given, address) => {
    if (!guesses.check(address, () => isKey(given))) return null;
    return isHelper(given) ? "helper" : "instructor";
  };
  const members = createRoster({ perAddress: context.perAddress });
  const file = recordFile === undefined ? undefined : openRecordFile(recordFile);
  const record = keepRecord({ roster: members, file, warn });
  const roster: Roster = {
    ...members,
    remove(id) {
      record.forget(id);
      return members.remove(id);
    },
  };
  const shown = createShown(createShownFile(shownFile));
  const kept = createKeptFile(pairsFile, keptPairs);
  const pairs = createPairList({ load: () => kept.load()?.state ?? null, save: kept.save });
  const sockets = createWorkshopSockets({
    ...context,
    roster,
    roleOfKey,
    shown,
    pairs,
    guesses: createGuesses(), // of its own: who mistypes a code doesn't keep the instructor out
  });
  return {
    api: createWorkshopHttp({ record: record.now, joinUrls: () => joinUrls(urls()), roleOfKey }),
    isGuest: sockets.isGuest,
    mayHelp(lab, secret) {
      if (!isKey(secret)) return false;
      const owner = roster.ownerOf(lab);
      if (owner && sockets.allowsHelp(owner.id)) return true;
      throw new LabError(
        "forbidden",
        owner
          ? `${owner.name} does not allow help now. Ask ${owner.name} to switch on help, or reset the lab.`
          : "Nobody on the roster has this lab, so nobody allows help in it.",
      );
    },
    labGone: sockets.labGone,
    labOpened: sockets.labOpened,
    close() {
      record.close();
      sockets.close();
    },
  };
}
