import type { FastifyInstance } from 'fastify';
import { createLogger } from '../logging/index.ts';
import type { Environment } from '../settings/index.ts';
import type { ServiceDefinition } from './definition.ts';
import { loadParts } from './parts.ts';
import { accessLogPlugin } from './plugins/access-log.ts';
import { authenticationPlugin } from './plugins/authentication.ts';
import { bodyPlugin } from './plugins/body.ts';
import { callsPlugin } from './plugins/calls.ts';
import { configServicePlugin } from './plugins/config-service.ts';
import { contextPlugin } from './plugins/context.ts';
import { drainPlugin } from './plugins/drain.ts';
import { errorsPlugin } from './plugins/errors.ts';
import { healthPlugin } from './plugins/health.ts';
import { methodNotAllowedPlugin } from './plugins/method-not-allowed.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { metricsRoutePlugin } from './plugins/metrics-route.ts';
import { openApiPlugin } from './plugins/openapi.ts';
import { routeTablePlugin } from './plugins/route-table.ts';
import { settingsPlugin } from './plugins/settings.ts';
import { createServer } from './server.ts';

declare module 'fastify' {
  interface FastifyInstance {
    environment: Environment;
  }
}

/** Builds a service: the standard plugins in order, then its own routes. The result is ready to inject into or to listen. */
export async function createApp(definition: ServiceDefinition, environment: Environment): Promise<FastifyInstance> {
  const { serviceName, serviceVersion, logLevel } = environment;
  const app = createServer(createLogger({ service: serviceName, version: serviceVersion, level: logLevel }));
  app.decorate('environment', environment);

  app.register(contextPlugin);
  app.register(errorsPlugin);
  app.register(bodyPlugin);
  app.register(metricsPlugin);
  app.register(accessLogPlugin);
  app.register(authenticationPlugin);
  app.register(routeTablePlugin);
  app.register(healthPlugin);
  app.register(drainPlugin);
  app.register(metricsRoutePlugin);
  app.register(callsPlugin);
  app.register(configServicePlugin);
  app.register(settingsPlugin, { schemas: definition.settings });
  for (const part of await loadParts(definition.needs)) app.register(part);
  app.register(openApiPlugin, { title: definition.title, document: definition.openApi });
  app.register(definition.routes);
  app.register(methodNotAllowedPlugin);
  await app.ready();
  return app;
}
