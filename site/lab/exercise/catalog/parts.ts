// The lines of the lessons' files that exercises replace.

export const original = {
  subscribe: `  await subClient.subscribe(channel, (text) => {
    io.local.emit("message", parse(text)); // local: during a switch, an adapter would publish it again
  });
  const publish = (data: unknown) => pubClient.publish(channel, JSON.stringify(data ?? null));
`,
  toRoom: `    io.to(message.room).emit("message", message.data);
`,
  createAdapter: `  const adapter = createAdapter(pubClient, subClient, { key: \`\${prefix}socket.io\` });
`,
  everywhere: `      const sockets = await io.fetchSockets();
`,
  answerClient: `/** Handles everything that one client can emit. */
`,
  onMessage: `  socket.on("message", (data, ack) => {
`,
  toAll: `    else io.emit("message", data);
`,
} as const;
