const io = require("socket.io")(3000);
io.on("connection", (socket) => socket.on("order", (order, done) => done({ ok: order.id })));
