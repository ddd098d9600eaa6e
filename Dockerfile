# Built in one stage, run from another that has no compiler and no development packages.
FROM node:22-bookworm-slim AS build
WORKDIR /parley
COPY package.json package-lock.json tsconfig.base.json tsconfig.json ./
COPY shared ./shared
COPY server ./server
COPY client ./client
COPY scripts ./scripts
RUN npm ci && npm run build && npm ci --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production PARLEY_DATA=/data
WORKDIR /parley
COPY --from=build /parley/node_modules ./node_modules
COPY --from=build /parley/package.json ./package.json
COPY --from=build /parley/shared/package.json ./shared/package.json
COPY --from=build /parley/shared/dist ./shared/dist
COPY --from=build /parley/server/package.json ./server/package.json
COPY --from=build /parley/server/dist ./server/dist
COPY --from=build /parley/client/dist ./client/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/dist/main.js"]
