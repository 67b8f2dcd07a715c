// With a password, the broker replies with the same bytes as a real Redis.
import { expect } from "vitest";
import { openBoth, testOnBoth } from "./both.ts";

const password = "pä ss";
const { expectSame } = openBoth(password);

testOnBoth.each([
  "PING",
  "PING a b",
  "ECHO hi",
  "nonsense",
  "CLIENT nonsense",
  "PUBLISH a",
  "PUBLISH a b",
  "SUBSCRIBE a",
  "GET key",
  "COMMAND COUNT",
  "INFO",
  "CLIENT ID",
  "QUIT",
  "RESET\r\nPING",
  "HELLO",
  "HELLO 3",
  "HELLO 4",
  "HELLO 3 SETNAME me",
  "HELLO 3 SETNAME 'not me'",
  "HELLO 3 nonsense",
  "HELLO 3 AUTH default wrong",
  "HELLO 3 AUTH somebody 'pä ss'",
  "HELLO 3 AUTH default 'pä ss'\r\nPING\r\nHELLO",
  "HELLO 3 AUTH default 'pä ss' nonsense\r\nPING",
  "HELLO 9 AUTH default 'pä ss'\r\nPING",
  "AUTH",
  "AUTH wrong\r\nPING",
  "AUTH ''\r\nPING",
  "AUTH 'pä ss'\r\nPING\r\nRESET\r\nPING",
  "AUTH default 'pä ss'\r\nPUBLISH a b",
  "AUTH default 'pä ss'\r\nAUTH wrong\r\nPING",
  "AUTH default wrong\r\nPING",
  "AUTH somebody 'pä ss'\r\nPING",
  "AUTH a b c\r\nPING",
  "AUTH 'pä ss'\r\nSUBSCRIBE a\r\nPING\r\nRESET\r\nSUBSCRIBE a",
])("%j", async (line) => {
  const bytes = Buffer.from(`${line}\r\n`);
  expect(await expectSame(bytes)).not.toBe("");
});
