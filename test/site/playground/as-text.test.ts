// The last message as Markdown: what somebody pastes into an issue says what the page says, and nothing in it is markup.
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../site/lab/derive/messages.ts";
import { asText } from "../../../site/playground/as-text.ts";
import { playgroundWords } from "../../../site/playground/words/all.ts";
import { labWords } from "../../words.ts";
import { accepted, heard, local, published, received, sent, trace, world } from "../lab/build-trace.ts";

const versions = {
  "socket.io": "4.8.4",
  "@socket.io/redis-adapter": "8.3.0",
  "@socket.io/redis-streams-adapter": "0.3.1",
  redis: "6.3.1",
};
const redis = { kind: "local", version: "7.0.15", up: true } as const;
const address = "https://crosstalk.example/playground/#lab1.e30";

function textOf(observations: Observation[], locale: "en" | "zh-cn" = "en") {
  const derived = derive(emptyDerived(), trace(observations));
  const shown = { derived, now: 60_000, redis, versions, address };
  return asText(shown, labWords[locale], playgroundWords[locale]);
}

/** The cells of each row of each table. */
const rowsOf = (text = "") =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe("copied as text", () => {
  test("is who heard the message and why not, its way, both servers, and the versions", () => {
    const text = textOf([
      ...world("adapter", "none"),
      ...local(),
      published("a"),
      accepted("a", 1),
      heard("α", "a"),
    ]);
    expect(text).toContain("**α said “hi”.**");
    const rows = rowsOf(text);
    expect(rows).toContainEqual(["α", "A", "websocket", expect.stringMatching(/^α heard it after/)]);
    expect(rows).toContainEqual([
      "β",
      "B",
      "websocket",
      expect.stringContaining(labWords.en.why({ why: "receiver-unlinked", server: "b" }, true)),
    ]);
    expect(rows.map(([, what]) => what)).toContain(labWords.en.trail.accepted(1));
    expect(text).toContain("PUBLISH socket.io\\#/\\#");
    expect(rows).toContainEqual(["A", labWords.en.links.adapter, labWords.en.cables.up]);
    expect(text).toContain(
      "socket.io 4.8.4 · @socket.io/redis-adapter 8.3.0 · @socket.io/redis-streams-adapter 0.3.1 · node-redis 6.3.1 · Redis 7.0.15",
    );
    expect(text).toContain(`(${address})`);
  });

  test("is about the last message, in the page's language", () => {
    const second = { text: '"二"', message: "m2" };
    const text = textOf(
      [
        ...world("none", "none"),
        ...local(),
        { ...sent("α", "a"), ...second } as Observation,
        { ...received("α", "a"), ...second } as Observation,
      ],
      "zh-cn",
    );
    expect(text).toContain(labWords["zh-cn"].stage.said("α", "“二”").replace("。", ""));
    expect(rowsOf(text)[0]).toEqual(Object.values(playgroundWords["zh-cn"].text).slice(0, 4));
  });

  test("has no markup of what somebody sent", () => {
    const evil = '"| <img src=x onerror=alert(1)> [a](javascript:x) `b` \\u202e"';
    const told = [...world("none", "none"), sent("α", "a"), received("α", "a")].map((event) =>
      "text" in event ? { ...event, text: evil } : event,
    );
    const text = textOf(told as Observation[]) ?? "";
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\[a\]|(?<!\\)`|\u202e/);
    expect(new Set(rowsOf(text).map(({ length }) => length))).toEqual(new Set([4, 2, 3]));
  });

  test("is nothing before anything was sent", () => {
    expect(textOf(world("none", "none"))).toBeUndefined();
  });
});
