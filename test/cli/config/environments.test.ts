import { describe, expect, it } from '@jest/globals';
import { fleetOf, inspect } from './inspect.ts';

const YAML = fleetOf(
  'orders: { kind: domain, port: 8001, entities: { Order: { fields: { state: { type: enum, values: [a, b] } } } } }',
  `defaults: { timeoutMs: 900, retries: 1 }
environments:
  development: { defaults: { logLevel: debug } }
  live:
    runtime: docker
    infrastructure: { cache: { engine: redis } }
    defaults: { retries: 5 }
    services: { orders: { port: 9001 } }
`,
);

describe('an environment', () => {
  it('is development unless another is chosen, and lies over the rest', () => {
    const { fleet } = inspect(YAML);
    expect(fleet).toMatchObject({ environment: 'development', runtime: 'auto' });
    expect(fleet?.defaults).toEqual({ timeoutMs: 900, retries: 1, logLevel: 'debug' });
  });

  it('merges mappings key by key and replaces single values', () => {
    const { fleet } = inspect(YAML, { environment: 'live' });
    expect(fleet).toMatchObject({ environment: 'live', runtime: 'docker' });
    expect(fleet?.defaults).toEqual({ timeoutMs: 900, retries: 5, logLevel: 'info' });
    expect(fleet?.infrastructure).toEqual({
      database: { engine: 'postgres' },
      broker: { engine: 'rabbitmq' },
      cache: { engine: 'redis' },
    });
    expect(fleet?.services.map(({ name, port }) => [name, port])).toEqual([
      ['gateway', 8000],
      ['settings', 8004],
      ['orders', 9001],
    ]);
  });

  it('may say where the engines of its swarm are, beside those that all have', () => {
    const yaml = fleetOf(
      undefined,
      `swarm: { spread: node.labels.zone, engines: { node-2: 'ssh://deploy@node-2' } }
environments: { live: { swarm: { engines: { node-3: 'tcp://10.0.0.3:2376', node.4: 'unix:///run/four.sock' } } } }
`,
    );
    expect(inspect(yaml, { environment: 'live' }).fleet?.swarm).toMatchObject({
      spread: 'node.labels.zone',
      engines: { 'node-2': 'ssh://deploy@node-2', 'node-3': 'tcp://10.0.0.3:2376', 'node.4': 'unix:///run/four.sock' },
    });
    expect(inspect(fleetOf()).fleet?.swarm.engines).toEqual({});
  });

  it('traces everything in development, and elsewhere what it is told to', () => {
    const yaml = fleetOf(
      '',
      `observability: { otlp: { logs: true } }
environments:
  development: { observability: { otlp: { endpoint: "http://127.0.0.1:4318" } } }
  live: { observability: { otlp: { endpoint: "https://collector" }, traces: { sample: 0.1 } } }
  plain: { observability: { otlp: { endpoint: "https://collector/otlp", logs: false }, traces: { log: true } } }
`,
    );
    const of = (environment: string) => inspect(yaml, { environment }).fleet?.observability;
    expect(of('development')).toEqual({
      traces: { sample: 1, log: false },
      otlp: { endpoint: 'http://127.0.0.1:4318', logs: true },
    });
    expect(of('live')?.traces).toEqual({ sample: 0.1, log: false });
    expect(of('plain')).toEqual({
      traces: { sample: 0, log: true },
      otlp: { endpoint: 'https://collector/otlp', logs: false },
    });
    expect(inspect(fleetOf()).fleet?.observability).toEqual({ traces: { sample: 1, log: true }, otlp: null });
  });

  it('can be chosen if declared, and development always', () => {
    expect(inspect(YAML).environments).toEqual(['development', 'live']);
    expect(inspect(fleetOf()).environments).toEqual(['development']);
    expect(inspect(fleetOf()).findings).toEqual([]);
  });

  it('may be empty', () => {
    expect(inspect(fleetOf('', 'environments: { live: {} }\n'), { environment: 'live' }).findings).toEqual([]);
  });

  it('can mend what another leaves wrong', () => {
    const yaml = fleetOf(
      'a: { kind: file, port: 8000 }',
      'environments: { live: { services: { a: { port: 8001 } } } }\n',
    );
    expect(inspect(yaml).findings).toHaveLength(1);
    expect(inspect(yaml, { environment: 'live' }).findings).toEqual([]);
  });
});
