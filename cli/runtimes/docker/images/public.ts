/**
 * Every image that comes from elsewhere, by its public name. The one list: the Dockerfile, the runtime, the exports and the stand-ins
 * of the tests read it.
 */
export const PUBLIC_IMAGES = {
  node: 'node:24-bookworm-slim',
  postgres: 'postgres:18-bookworm',
  mariadb: 'mariadb:11.8',
  mysql: 'mysql:8.4',
  rabbitmq: 'rabbitmq:4.1-management',
  redis: 'redis:8-bookworm',
  haproxy: 'haproxy:3.2-bookworm',
  prometheus: 'prom/prometheus:v3.5.0',
  alertmanager: 'prom/alertmanager:v0.28.1',
} as const;

export type PublicImage = keyof typeof PUBLIC_IMAGES;
