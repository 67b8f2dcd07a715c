# The playground with its site built in. Redis comes from docker-compose.yml; without REDIS_URL it uses the embedded broker.
FROM node:24-slim AS build
WORKDIR /crosstalk
# The path that the site is for. A gateway from this image is started with the same.
ARG BASE_PATH=/
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && mkdir -p dist .astro/sites

FROM node:24-slim
ARG BASE_PATH=/
ENV BASE_PATH=$BASE_PATH NODE_ENV=production HOST=0.0.0.0 PORT=3000 NODE_COMPILE_CACHE=/tmp/compile-cache
WORKDIR /crosstalk
COPY --from=build /crosstalk/package.json ./
COPY --from=build /crosstalk/node_modules ./node_modules
COPY --from=build /crosstalk/servers ./servers
COPY --from=build /crosstalk/dist ./dist
COPY --from=build /crosstalk/.astro/sites ./.astro/sites
USER node
EXPOSE 3000
# By bash alone: another Node each time would take as much processor time as opening a lab.
HEALTHCHECK --interval=10s --timeout=10s --start-period=10s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /livez HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
CMD ["node", "servers/start.js"]
