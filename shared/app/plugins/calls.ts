import fp from 'fastify-plugin';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { createServiceToken, parsePrivateKey } from '../../auth/index.ts';
import { createHttpClient, type HttpClient, type HttpClientMetrics } from '../../http/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Makes a client that signs as this service and counts into its metrics; closed with the app. */
    openClient(options: ClientOptions): HttpClient;
  }
}

export interface ClientOptions {
  readonly target: string;
  /** Base URL of an instance, asked before every attempt; undefined: none is known. */
  readonly resolve: () => string | undefined;
  /** Read before each call: they may change while the service runs. */
  readonly timeoutMs: () => number;
  readonly retries: () => number;
}

/** How this service calls others: with a token of its own, and every call counted. */
export const callsPlugin = fp(
  async (app) => {
    const { authSigningKey, fleetName: fleet } = app.environment;
    const token = authSigningKey ? createServiceToken({ key: parsePrivateKey(authSigningKey), fleet }) : undefined;
    const metrics = callMetrics(app.metrics);
    const clients: HttpClient[] = [];

    app.decorate('openClient', ({ target, resolve, timeoutMs, retries }: ClientOptions) => {
      const client = createHttpClient({
        target,
        resolve,
        get timeoutMs() {
          return timeoutMs();
        },
        get retries() {
          return retries();
        },
        token,
        log: app.log,
        metrics,
      });
      clients.push(client);
      return client;
    });
    app.addHook('onClose', async () => {
      await Promise.all(clients.map((client) => client.close()));
    });
  },
  { name: 'calls', dependencies: ['metrics'] },
);

function callMetrics(registry: Registry): HttpClientMetrics {
  const registers = [registry];
  const durations = new Histogram({
    name: 'http_client_call_duration_seconds',
    help: 'Calls to other services, all attempts included, by how they ended.',
    labelNames: ['target', 'outcome'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'http_client_retries_total',
    help: 'Calls made again.',
    labelNames: ['target'] as const,
    registers,
  });
  const open = new Gauge({
    name: 'http_client_breaker_open',
    help: '1 while calls to the target are refused, 0.5 while it is probed.',
    labelNames: ['target'] as const,
    aggregator: 'max',
    registers,
  });
  const worth = { closed: 0, 'half-open': 0.5, open: 1 };
  return {
    call: ({ target, outcome, durationMs }) => durations.observe({ target, outcome }, durationMs / 1000),
    retry: (target) => retries.inc({ target }),
    breaker: (target, state) => open.set({ target }, worth[state]),
  };
}
