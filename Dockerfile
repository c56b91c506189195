# The project as one container: what it does, what it needs and how it ends is in docs/serve.md.

FROM node:24-slim AS build
WORKDIR /project
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run serve -- --build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /site
COPY --from=build /project/.plugboard/serve ./
USER node
EXPOSE 3000
# For Docker itself; load balancers ask /_plugboard/ready, which says no as soon as it is to end.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "live.mjs"]
# Node itself, and not npm: signals must reach the server.
CMD ["node", "server.mjs"]
