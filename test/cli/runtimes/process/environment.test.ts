import { describe, expect, it } from '@jest/globals';
import { layoutOf } from '../../../../cli/runtimes/layout.ts';
import { environmentOf } from '../../../../cli/runtimes/process/environment.ts';
import { decideInfrastructure } from '../../../../cli/runtimes/process/infrastructure.ts';
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

  it('pass on a cache that was given', () => {
    expect(of(ORDER, 'redis://cache')).toMatchObject({ REDIS_URL_FILE: `${run}/secrets/redis.url` });
  });
});
