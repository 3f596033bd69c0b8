# syntax=docker/dockerfile:1
# Two stages: npm fetches what runs, the image holds nothing else. Node strips the types itself; there is no build.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The base image is the right Node already, so the copies that npm would bring are left out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26-slim
ENV NODE_ENV=production \
    PORT=3000 \
    DATELINE_CONTENT=/content \
    DATELINE_DATA=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE ./
COPY bin ./bin
COPY src ./src
COPY --chown=node:node content /content
RUN install -d -o node -g node -m 700 /data
# The archive: keep it on a volume, or name a database with DATELINE_DATABASE_URL.
VOLUME /data
# The ordinary user of the base image, by number, so that an orchestrator can see that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and handles SIGTERM: no shell and no npm in between.
# Freed memory of worker threads returns to the system.
ENV MALLOC_ARENA_MAX=2
CMD ["node", "--max-semi-space-size=4", "bin/dateline.js", "serve"]
