import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { layoutOf } from '../../../../cli/runtimes/layout.ts';
import { setOtlpHeaders } from '../../../../cli/runtimes/observability.ts';
import { environmentOf } from '../../../../cli/runtimes/process/environment.ts';
import { decideInfrastructure } from '../../../../cli/runtimes/process/infrastructure.ts';
import { otlpHeaders } from '../../../../shared/settings/otlp-headers.ts';
import { readEnvironment } from '../../../../shared/settings/read-environment.ts';
import { CONFIG, fleetOf, GATEWAY, ORDER } from '../support/fleet.ts';

const layout = layoutOf('/fleets/demo');
const run = '/fleets/demo/.aurora/run';
const ports = (name: string) => ({ config: 9004, gateway: 9000 })[name] ?? 9001;

function of(service: typeof ORDER | typeof GATEWAY | typeof CONFIG, redis?: string) {
  const fleet = fleetOf([GATEWAY, CONFIG, ORDER]);
  const infrastructure = decideInfrastructure(fleet, { database: undefined, broker: undefined, redis });
  return environmentOf(fleet, service, '1.2.3', ports, infrastructure, layout);
}

describe('the variables of a service', () => {
  it('tell it who it is, where it listens and where its secrets are', () => {
    expect(of(ORDER)).toEqual({
      FLEET_NAME: 'demo',
      SERVICE_NAME: 'order',
      SERVICE_VERSION: '1.2.3',
      INSTANCE_ID: 'demo-order-1',
      AURORA_ENV: 'development',
      LOG_LEVEL: 'info',
      TRACES_SAMPLE: '0',
      TRACES_LOG: 'true',
      HOST: '127.0.0.1',
      PORT: '9001',
      ADVERTISED_URL: 'http://127.0.0.1:9001',
      STATE_DIR: `${run}/state/order`,
      DRAIN_TIMEOUT_MS: '10000',
      AUTH_JWKS_FILE: `${run}/secrets/jwks.json`,
      AUTH_SIGNING_KEY_FILE: `${run}/secrets/keys/order.json`,
      CONFIG_URL: 'http://127.0.0.1:9004',
      DATABASE_URL_FILE: `${run}/secrets/databases/order.url`,
      BROKER_URL_FILE: `${run}/secrets/broker.url`,
    });
  });

  it('give nobody a database or a broker who needs none', () => {
    expect(Object.keys(of(GATEWAY))).not.toEqual(expect.arrayContaining(['DATABASE_URL_FILE']));
    expect(Object.keys(of(GATEWAY))).not.toEqual(expect.arrayContaining(['BROKER_URL_FILE']));
  });

  it('lead to the collector, and to its headers once there are some', async () => {
    const root = await mkdtemp(join(tmpdir(), 'environment-'));
    try {
      const observability = {
        traces: { sample: 0.1, log: false },
        otlp: { endpoint: 'https://collector', logs: true },
      };
      const fleet = fleetOf([CONFIG], { root, observability });
      const infrastructure = decideInfrastructure(fleet, { database: undefined, broker: undefined, redis: undefined });
      const variables = () => environmentOf(fleet, CONFIG, '1', ports, infrastructure, layoutOf(root));
      expect(variables()).toMatchObject({
        TRACES_SAMPLE: '0.1',
        TRACES_LOG: 'false',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector',
        LOGS_OTLP: 'true',
      });
      expect(variables()).not.toHaveProperty('OTEL_EXPORTER_OTLP_HEADERS_FILE');
      await expect(setOtlpHeaders(fleet, 'secret without a name')).rejects.toThrow(/must be headers/);
      await setOtlpHeaders(fleet, 'Authorization=Bearer%20s3cret\n');
      const file = variables().OTEL_EXPORTER_OTLP_HEADERS_FILE ?? '';
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(readEnvironment({ headers: { name: 'H', about: '', parse: otlpHeaders } }, { H_FILE: file })).toEqual({
        headers: { Authorization: 'Bearer s3cret' },
      });
      await setOtlpHeaders(fleet, '');
      expect(variables()).not.toHaveProperty('OTEL_EXPORTER_OTLP_HEADERS_FILE');
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('pass on a cache that was given', () => {
    expect(of(ORDER, 'redis://cache')).toMatchObject({ REDIS_URL_FILE: `${run}/secrets/redis.url` });
  });
});
