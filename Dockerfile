# The images of all services of aurora, one a build: docker build --build-arg SERVICE=<service> .
# `aurora build` builds those that changed. Yours to edit: `aurora generate` merges.
ARG NODE_IMAGE=node:24-bookworm-slim

# What every image begins with: the user and its folders, nothing of a service.
FROM ${NODE_IMAGE} AS base
RUN groupadd --gid 10001 aurora \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/aurora --shell /usr/sbin/nologin aurora \
  && install --directory --owner 10001 --group 10001 /var/lib/aurora /var/lib/aurora/state /var/lib/aurora/storage
WORKDIR /app
ENV NODE_ENV=production \
  NODE_OPTIONS="--enable-source-maps --max-semi-space-size=2 --disable-warning=DEP0169" \
  NODE_COMPILE_CACHE=/app/.compiled \
  MALLOC_ARENA_MAX=1 \
  HOST=0.0.0.0 \
  STATE_DIR=/var/lib/aurora/state \
  STORAGE_DIR=/var/lib/aurora/storage

# The packages of shared/ and of the services, and none of the development tools at the root. A change of source does not come here.
FROM ${NODE_IMAGE} AS packages
WORKDIR /build
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY services/client/package.json services/client/
COPY services/api-gateway/package.json services/api-gateway/
COPY services/config-service/package.json services/config-service/
COPY services/subject-service/package.json services/subject-service/
COPY services/file-service/package.json services/file-service/
COPY services/syllabus-service/package.json services/syllabus-service/
RUN npm ci --workspaces --ignore-scripts --no-audit --no-fund --no-update-notifier

# One service in a few files: no package is needed beside them.
FROM packages AS build
# The runner of migrations, which is the CLI's: `aurora build` sends it along. The other file stands in where there is none.
COPY package-lock.json migrat[e] /out/
RUN rm /out/package-lock.json
COPY shared shared
COPY migrations migrations
COPY services services
ARG SERVICE
RUN node shared/image/make.ts "${SERVICE}" /out

FROM base AS bundle
COPY --from=build /out ./

# Starts it once, as the user that it will run as, and keeps what Node compiled.
FROM bundle AS compiled
COPY shared/image/warm.ts /tmp/
RUN install --directory --owner 10001 .compiled
USER 10001:10001
RUN node /tmp/warm.ts

FROM bundle AS service
COPY --from=compiled /app/.compiled .compiled
ARG SERVICE
ARG VERSION=unversioned
LABEL org.opencontainers.image.title="${SERVICE}" org.opencontainers.image.version="${VERSION}"
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "healthcheck.mjs"]
CMD ["node", "main.mjs"]
