// A server process that never gets ready and never ends by itself.
setInterval(() => {}, 60_000);
