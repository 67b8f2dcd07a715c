// The widespread sample, in a process of its own: one connection subscribes to a channel and publishes on it, and nobody looks at
// what `publish` returns. Prints "heard hi" when the message came back.
import { connect, makeClient, type Opening, subscribe } from "./open-client.ts";

const opening = JSON.parse(process.argv[2] ?? "") as Opening;
const channel = `sample-${process.pid}`;

const client = makeClient(opening);
await connect(client, opening.api);
await subscribe(client, opening.api, channel, (text) => {
  console.log(`heard ${text}`);
  process.exit(0);
});
client.publish(channel, "hi");
