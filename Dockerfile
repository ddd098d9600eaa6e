# Built in stages, run from one that has neither compiler nor development packages. Alpine, because the image shall stay
# under 250 MB: the packages with native code (bcrypt, lmdb, sharp) ship binaries for musl.
FROM node:22-alpine AS build
WORKDIR /parley
COPY package.json package-lock.json tsconfig.base.json tsconfig.json ./
COPY packages ./packages
COPY shared ./shared
COPY server ./server
COPY client ./client
COPY scripts ./scripts
RUN npm ci --no-audit --no-fund && npm run build

FROM node:22-alpine AS packages
WORKDIR /parley
COPY package.json package-lock.json ./
COPY packages/embedded-mongo/package.json ./packages/embedded-mongo/package.json
COPY packages/relay/package.json ./packages/relay/package.json
COPY packages/e2ee/package.json ./packages/e2ee/package.json
COPY packages/mls/package.json ./packages/mls/package.json
COPY shared/package.json ./shared/package.json
COPY server/package.json ./server/package.json
COPY client/package.json ./client/package.json
# The client is built already: its packages are not needed any more.
RUN npm ci --omit=dev --workspace=server --workspace=shared --workspace=packages/embedded-mongo --workspace=packages/relay --no-audit --no-fund \
  && mkdir -p server/node_modules \
  && find node_modules server/node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.glibc.node' \) -delete \
  && rm -rf node_modules/zod/src node_modules/swagger-ui-dist/*-es-*

FROM alpine:3.22
# The program alone, without npm and yarn, which would be a third of the image.
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /usr/lib/libstdc++.so.6 /usr/lib/libgcc_s.so.1 /usr/lib/
RUN adduser -D -H -u 1000 node
# The nursery of the collector: docs/performance.md.
ENV NODE_ENV=production PARLEY_DATA=/data NODE_OPTIONS="--max-semi-space-size=64 --v8-pool-size=0"
WORKDIR /parley
COPY --from=packages /parley/node_modules ./node_modules
# What the development packages want in another version at the top lies here.
COPY --from=packages /parley/server/node_modules ./server/node_modules
COPY package.json ./
COPY packages/embedded-mongo/package.json ./packages/embedded-mongo/
COPY packages/relay/package.json ./packages/relay/
COPY shared/package.json ./shared/
COPY server/package.json ./server/
COPY --from=build /parley/packages/embedded-mongo/dist ./packages/embedded-mongo/dist
COPY --from=build /parley/packages/relay/dist ./packages/relay/dist
COPY --from=build /parley/shared/dist ./shared/dist
COPY --from=build /parley/server/dist ./server/dist
COPY server/assets ./server/assets
COPY --from=build /parley/client/dist ./client/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "server/dist/healthcheck.js"]
CMD ["node", "server/dist/main.js"]
