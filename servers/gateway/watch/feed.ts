// Sends traces to watching pages: first what a page has missed, in batches and as fast as it reads, and then live events,
// as one shared packet for all pages.
//
//   trace ──missed, in pages──▶ one watcher ──has all──▶ joins the live ones ◀──each batch, once── trace
import type { Server, Socket } from "socket.io";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { Lab } from "../../lab/lab.ts";
import { maxPageEvents } from "../../lab/trace/trace.ts";
import type { ReportEvents, TraceEvent, WatchEvents } from "../../protocol.ts";

export interface Feed {
  /** Sends the events after `after`, and then new ones, until the socket disconnects. */
  follow: (socket: Watcher, lab: Lab, after: number) => void;
}

type Watcher = Socket<ReportEvents, WatchEvents>;

/** A lab that is being watched. */
interface Live {
  /** The last `seq` that was sent to the live watchers. */
  sentUntil: number;
  watchers: number;
  stop: () => void;
}

export function createFeed(
  io: Pick<Server<ReportEvents, WatchEvents>, "to" | "in">,
  boundary: ErrorBoundary,
): Feed {
  const lives = new Map<string, Live>();
  const roomOf = (lab: Lab) => `live ${lab.id}`;

  function begin(lab: Lab): Live {
    const live: Live = { sentUntil: lab.trace.latest(), watchers: 0, stop: () => {} };
    live.stop = lab.trace.subscribe(
      boundary.guard(
        "trace for watchers",
        (events: TraceEvent[]) => {
          const fresh = events.filter(({ seq }) => seq > live.sentUntil);
          for (let start = 0; start < fresh.length; start += maxPageEvents) {
            io.to(roomOf(lab)).emit("trace", fresh.slice(start, start + maxPageEvents));
          }
          live.sentUntil = fresh.at(-1)?.seq ?? live.sentUntil;
        },
        // They now have a gap. They reconnect and say what they have.
        () => void io.in(roomOf(lab)).disconnectSockets(true),
      ),
    );
    lives.set(lab.id, live);
    return live;
  }

  return {
    follow(socket, lab, after) {
      const live = lives.get(lab.id) ?? begin(lab);
      live.watchers += 1;
      socket.on("disconnect", () => {
        live.watchers -= 1;
        if (live.watchers > 0) return;
        live.stop();
        lives.delete(lab.id);
      });
      let seq = after;

      function sendMissed(): void {
        if (!socket.connected) return;
        do {
          const missed = lab.trace.after(seq).events.filter((event) => event.seq <= live.sentUntil);
          // Not socket.emit(): what Node can't write yet of a string takes three bytes a character, and this is a buffer.
          io.to(socket.id).emit("trace", missed);
          seq = missed.at(-1)?.seq ?? live.sentUntil;
          // Wait until the last batch was written, or batches would pile up.
          if (seq < live.sentUntil && !isIdle(socket)) return void socket.conn.once("drain", sendMore);
        } while (seq < live.sentUntil);
        socket.join(roomOf(lab));
      }
      const sendMore = boundary.guard("missed trace", sendMissed, () => void socket.disconnect(true));
      sendMore();
    },
  };
}

/** Whether everything that was sent to it has been written. */
function isIdle(socket: Watcher): boolean {
  return (socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length === 0;
}
