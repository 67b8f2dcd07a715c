# The playground with its site built in. Redis comes from docker-compose.yml; without REDIS_URL it uses the embedded broker.
FROM node:24-slim AS build
WORKDIR /crosstalk
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 NODE_COMPILE_CACHE=/tmp/compile-cache
WORKDIR /crosstalk
COPY --from=build /crosstalk/package.json ./
COPY --from=build /crosstalk/node_modules ./node_modules
COPY --from=build /crosstalk/servers ./servers
COPY --from=build /crosstalk/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "servers/start.js"]
