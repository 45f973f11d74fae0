import fp from 'fastify-plugin';
import { leaveOnStandby, type ServiceDefinition } from '../app/index.ts';
import { strictParser } from '../app/json/parse-body.ts';
import { parseJwks, parsePrivateKey } from '../auth/index.ts';
import { createLimiting } from './admission/limiting.ts';
import { followProxies, trustedProxiesVariable } from './admission/proxies.ts';
import { TrustedProxies } from './admission/trusted-proxies.ts';
import { countFallbacks } from './cache/fallback.ts';
import { countLookups } from './cache/lookups.ts';
import { ResponseCache } from './cache/response-cache.ts';
import { compileRoute, type RouteParts } from './compile.ts';
import { fleetRoute } from './fleet/route.ts';
import { gateway } from './gateway.ts';
import type { GatewayHooks } from './hooks.ts';
import { createCallers } from './identity/callers.ts';
import { createIdentification, createInternalTokens } from './identity/index.ts';
import { withApiKeys } from './openapi/api-keys.ts';
import { documentClients } from './openapi/clients.ts';
import { Documents } from './openapi/documents.ts';
import { mergeDocuments } from './openapi/merge.ts';
import { Tunnels } from './proxy/websocket/tunnels.ts';
import { watchServices } from './readiness.ts';
import { type GatewaySettings, settingsWith } from './settings/index.ts';
import type { Route } from './table/route.ts';
import { specsOf } from './table/specs.ts';
import { ownAnswersPlugin } from './transform/own-answers.ts';
import { watchUpstreams } from './upstream/metrics.ts';
import { type LiveInstances, Upstreams } from './upstream/upstreams.ts';
import { Contracts } from './validate/contracts.ts';

/** How long somebody who looks at the documents of all services waits for one of them. */
const SHOWN_WITHIN_MS = 1_000;
/** Longer, for a service that has just started makes its document when it is first asked. */
const CHECKED_WITHIN_MS = 5_000;

export interface GatewayDefinition {
  readonly fleet: string;
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly routes: readonly Route[];
  /** What the config says; each may be changed while the gateway runs. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly hooks: GatewayHooks;
  /** Where the instances of services are; absent: the registry knows. */
  readonly live?: LiveInstances;
}

/** The gateway as a service: its routes answered by whatever instances the registry knows. */
export function defineGateway({ fleet, name, title, routes, hooks, ...given }: GatewayDefinition): ServiceDefinition {
  const services = [...new Set(routes.map(({ service }) => service))];
  const documents = new Documents(SHOWN_WITHIN_MS);
  const proxies = new TrustedProxies();
  return {
    fleet,
    name,
    title,
    workers: true,
    isEdge: true,
    variables: { trustedProxies: trustedProxiesVariable },
    trusts: (address) => proxies.trusts(address),
    needs: { database: false, broker: false, cache: true, configService: true },
    settings: settingsWith(given.settings ?? {}),
    // On the app itself, for what is answered besides the table: errors, `/docs`.
    routes: fp(async (app) => {
      const { registry, cache } = app;
      const { authJwks, authSigningKey, fleetName, redisUrl = '', serviceName } = app.environment;
      // Both are known to all processes of the gateway, and to nobody who may only look into Redis.
      const callers = createCallers(authSigningKey ?? redisUrl);
      const live: LiveInstances = given.live ?? ((service) => registry?.instances(service) ?? []);
      const watch = watchUpstreams(app.metrics, app.log);
      const upstreams = new Upstreams(live, watch.onBreaker, watch.onVisit);
      watch.follow(upstreams);
      const clientOf = documentClients(app, given.live);
      const checked = new Documents(CHECKED_WITHIN_MS);
      const documentOf = (service: string) => checked.of(service, clientOf(service));
      const contracts = new Contracts({ documentOf, metrics: app.metrics, log: app.log });
      registry?.onChange(() => {
        upstreams.refresh();
        checked.expire();
        contracts.expire();
      });
      app.addHook('onClose', () => upstreams.close());
      const tunnels = new Tunnels(app.metrics);
      app.addHook('preClose', (done) => {
        tunnels.end();
        done();
      });
      leaveOnStandby(
        app,
        () => tunnels.open,
        (tunnel) => tunnel.end('standby'),
      );
      watchServices(app.readiness, services, live);
      fleetRoute(app, { services, live });

      const settings = () => app.settings.all() as unknown as GatewaySettings;
      await followProxies(app, proxies, () => settings().trustedProxies);
      await app.register(ownAnswersPlugin, { settings, onChange: (listener) => void app.settings.onChange(listener) });
      const identification = createIdentification({ fleet: fleetName, jwks: parseJwks(authJwks), log: app.log });
      identification.follow(settings());
      app.settings.onChange(() => identification.follow(settings()));
      const limiting = createLimiting(app, settings);
      const parts: RouteParts = {
        hooks,
        cache,
        callers,
        limiting,
        identify: identification.identify,
        internalToken: authSigningKey
          ? createInternalTokens({ key: parsePrivateKey(authSigningKey), fleet: fleetName })
          : undefined,
        validating: { contracts, parse: strictParser(app) },
        upstreams,
        onRetry: watch.onRetry,
        tunnels,
        onFallback: countFallbacks(app.metrics),
        answers: {
          answers: new ResponseCache({ cache, callers }),
          name: serviceName,
          onLookup: countLookups(app.metrics),
        },
      };
      await app.register(gateway, {
        compile: () => {
          const current = settings();
          const specs = specsOf(routes, current.routes, ({ path }) =>
            app.log.warn({ path }, 'a rule names no target, and its path belongs to no service: it is left out'),
          );
          return limiting.places.renew(() => specs.map((spec) => compileRoute(spec, current, parts)));
        },
        entrance: limiting.entrance,
        onChange: (listener) => app.settings.onChange(listener),
      });
    }),
    async openApi(app, own) {
      const known = await Promise.all(services.map((service) => documents.of(service, app.clientOf(service))));
      return withApiKeys(mergeDocuments(own, known, routes));
    },
  };
}
