// One client of the page, with the terminal that controls it.

import { describe } from "../../../servers/describe.ts";
import type { Command } from "../prompt/command.ts";
import { isAcknowledged, lineOf } from "../prompt/command-line.ts";
import type { ClientActions, Transport } from "../steps/actions.ts";
import { Connection } from "./connection.svelte.ts";

const answerWithinMs = 8_000;

export class Client extends Connection implements ClientActions {
  /** Sends an event as if it had been typed. `ack` asks for an acknowledgement; the default depends on the event. */
  emit(event: string, args: readonly unknown[], ack?: boolean): void {
    this.#echo(lineOf(event, args, ack));
    this.#emit(event, args, ack || undefined);
  }

  emitQuietly(event: string, args: readonly unknown[]): void {
    this.socket.emit(event, ...args);
  }

  /** Handles a line as Enter does, or a button that stands for one. Rejects if the code for that can't be fetched. */
  enter = async (line: string): Promise<void> => {
    if (line.trim() !== "") this.#echo(line);
    const { parse } = await import("../prompt/command.ts");
    this.#obey(parse(line));
  };

  /** Prints the completions Tab found. */
  offer = (choices: readonly string[]): void => {
    this.terminal.print({ kind: "choices", text: choices.join("  ") });
  };

  connect(): void {
    this.#echo("connect");
    this.#obey({ do: "connect" });
  }

  disconnect(): void {
    this.#echo("disconnect");
    this.#obey({ do: "disconnect" });
  }

  drop(): void {
    this.#echo("drop");
    this.#obey({ do: "drop" });
  }

  use(transport: Transport): void {
    this.#echo(`transport ${transport}`);
    this.switchTo(transport);
  }

  #echo(line: string): void {
    this.terminal.print({ kind: "typed", text: line });
  }

  #emit(event: string, args: readonly unknown[], ack = isAcknowledged(event)): void {
    const socket = this.socket;
    if (!socket.connected) this.terminal.print({ kind: "buffered" });
    if (!ack) {
      socket.emit(event, ...args);
      return;
    }
    const start = performance.now();
    socket
      .timeout(answerWithinMs)
      .emitWithAck(event, ...args)
      .then(
        (answer: unknown) =>
          this.terminal.print({ kind: "answer", text: describe([answer]), ms: performance.now() - start }),
        () => this.terminal.print({ kind: "no-answer", ms: answerWithinMs }),
      );
  }

  #obey(command: Command) {
    const socket = this.socket;
    switch (command.do) {
      case "nothing":
        return;
      case "emit":
        return this.#emit(command.event, command.args, command.ack);
      case "who":
        return this.#emit("who", []);
      case "ask":
        return this.#emit("ask:servers", []);
      case "connect":
        if (socket.connected) return this.terminal.print({ kind: "already" });
        return this.reconnect();
      case "disconnect":
        if (!socket.connected) return this.terminal.print({ kind: "not-connected" });
        return this.leave();
      case "drop":
        if (!socket.connected) return this.terminal.print({ kind: "not-connected" });
        // It stays away until `connect`.
        socket.io.reconnection(false);
        return this.lose();
      case "transport":
        return this.switchTo(command.transport);
      case "help":
      case "clear":
        return this.terminal.print({ kind: command.do });
      case "wrong":
        return this.terminal.print({ kind: "problem", problem: command.problem });
    }
  }
}
