import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/index.ts';
import type { Environment } from '../settings/index.ts';
import type { Tracing } from '../tracing/index.ts';
import type { ServiceDefinition } from './definition.ts';
import type { LogShipping } from './log-shipping.ts';
import { loggerOf } from './logger.ts';
import { loadParts } from './parts.ts';
import { accessLogPlugin } from './plugins/access-log.ts';
import { authenticationPlugin } from './plugins/authentication.ts';
import { bodyPlugin } from './plugins/body.ts';
import { callsPlugin } from './plugins/calls.ts';
import { clientsPlugin } from './plugins/clients.ts';
import { configServicePlugin } from './plugins/config-service.ts';
import { connectionsPlugin } from './plugins/connections.ts';
import { contextPlugin } from './plugins/context.ts';
import { disksPlugin } from './plugins/disks.ts';
import { drainPlugin } from './plugins/drain.ts';
import { endingsPlugin } from './plugins/endings.ts';
import { errorsPlugin } from './plugins/errors.ts';
import { forwardedPlugin } from './plugins/forwarded.ts';
import { headPlugin } from './plugins/head.ts';
import { healthPlugin } from './plugins/health.ts';
import { healthMetricsPlugin } from './plugins/health-metrics.ts';
import { methodNotAllowedPlugin } from './plugins/method-not-allowed.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { metricsRoutePlugin } from './plugins/metrics-route.ts';
import { openApiPlugin } from './plugins/openapi.ts';
import { queryPlugin } from './plugins/query.ts';
import { registryPlugin } from './plugins/registry.ts';
import { rolePlugin } from './plugins/role.ts';
import { routeTablePlugin } from './plugins/route-table.ts';
import { settingsPlugin } from './plugins/settings.ts';
import { slowBodiesPlugin } from './plugins/slow-bodies.ts';
import { workersPlugin } from './plugins/workers.ts';
import { createServer } from './server.ts';
import type { WorkerLink } from './workers/link.ts';

declare module 'fastify' {
  interface FastifyInstance {
    definition: ServiceDefinition;
    environment: Environment;
    /** There where this process is one of several that are one instance together. */
    workers: WorkerLink | undefined;
    /** There where anything is sampled. */
    tracing: Tracing | undefined;
    /** There where log lines go to a collector as well. */
    logShipping: LogShipping | undefined;
  }
}

/**
 * Builds a service: the standard plugins in order, then its own routes. The result is ready to inject into or to listen.
 * @throws Error when a part of it cannot be built, e.g. a route below /api without a scope
 */
export async function createApp(
  definition: ServiceDefinition,
  environment: Environment,
  log: Logger = loggerOf(environment),
  workers?: WorkerLink,
): Promise<FastifyInstance> {
  const app = createServer(log, definition.trusts);
  app.decorate('definition', definition);
  app.decorate('environment', environment);
  app.decorate('workers', workers);
  const tracing = environment.tracesSample > 0 ? await import('../tracing/index.ts') : undefined;
  app.decorate('tracing', tracing?.openTracing({ environment, atEdge: definition.isEdge === true, log }));

  const shipping = environment.logsOtlp ? await import('./log-shipping.ts') : undefined;
  app.decorate('logShipping', shipping?.shipLogs(environment, log));

  // What happens to every request, from the outside in.
  if (definition.trusts) app.register(forwardedPlugin);
  app.register(slowBodiesPlugin);
  app.register(contextPlugin);
  app.register(errorsPlugin);
  app.register(bodyPlugin);
  app.register(queryPlugin);
  app.register(endingsPlugin);
  app.register(metricsPlugin);
  app.register(accessLogPlugin);
  if (app.logShipping) app.register((await import('./plugins/log-shipping.ts')).logShippingPlugin);
  if (app.tracing) app.register((await import('./plugins/tracing.ts')).tracingPlugin);
  app.register(authenticationPlugin);
  app.register(headPlugin);
  app.register(routeTablePlugin);
  // How the service does, and what it is.
  app.register(rolePlugin);
  app.register(healthPlugin);
  app.register(healthMetricsPlugin);
  app.register(connectionsPlugin);
  app.register(disksPlugin);
  app.register(drainPlugin);
  if (workers) app.register(workersPlugin);
  app.register(metricsRoutePlugin);
  app.register(openApiPlugin);
  // What it stands on; closed in the reverse of this order.
  app.register(callsPlugin);
  app.register(configServicePlugin);
  app.register(settingsPlugin);
  app.register(registryPlugin);
  app.register(clientsPlugin);
  for (const part of await loadParts(definition, environment)) app.register(part);
  // What it is for.
  app.register(definition.routes);
  app.register(methodNotAllowedPlugin);
  try {
    await app.ready();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
