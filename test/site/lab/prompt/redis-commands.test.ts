import { describe, expect, test } from "vitest";
import { helpLines } from "../../../../servers/lab/console/commands.ts";
import { completeRedis, redisCommands } from "../../../../site/lab/prompt/redis-commands.ts";

describe("the Redis console's commands", () => {
  test("are the ones the gateway accepts", () => {
    const taken = helpLines().slice(0, -1).join("  ").split(/\s+/);
    expect([...Object.values(redisCommands).flat(), "HELP"].toSorted()).toEqual(taken.toSorted());
  });

  test.each([
    ["publ", "PUBLISH ", []],
    ["pub", "PUB", ["PUBLISH", "PUBSUB"]],
    ["pubsub n", "PUBSUB NUMSUB ", []],
    ["info m", "info m", []],
    ["SUBSCRIBE me", "SUBSCRIBE message ", []],
    ["psubscribe ", "psubscribe message", ["message", "message-two"]],
    ["GET te", "GET te", []],
    ["xyzzy", "XYZZY", []],
    ["", "", [...Object.values(redisCommands).flat(), "HELP", "CLEAR"]],
  ])("complete %j", (line, completed, choices) => {
    const channels = line.startsWith("SUB") ? ["message"] : ["message", "message-two"];
    expect(completeRedis(line, channels)).toEqual({ line: completed, choices });
  });
});
