import { describe, expect, it } from '@jest/globals';
import { USUAL_MONITORING } from '../../../../cli/config/monitoring.ts';
import {
  decideInfrastructure,
  missingCache,
  missingMonitoring,
  needsEmbedded,
} from '../../../../cli/runtimes/process/infrastructure.ts';
import { fleetOf, GATEWAY } from '../support/fleet.ts';

const NOTHING = { database: undefined, broker: undefined, redis: undefined };
const mysql = fleetOf(undefined, {
  infrastructure: { database: { engine: 'mysql' }, broker: { engine: 'rabbitmq' }, cache: { engine: 'none' } },
});

describe('what a fleet stands on', () => {
  it('is a PostgreSQL of its own, with the queues on it', () => {
    const infrastructure = decideInfrastructure(fleetOf(), NOTHING);
    expect(infrastructure).toMatchObject({
      database: { kind: 'embedded' },
      broker: { kind: 'queues', on: { kind: 'embedded' } },
    });
    expect(needsEmbedded(infrastructure)).toBe(true);
  });

  it('is the server that was given, for the queues as well', () => {
    const url = 'postgres://chief@db/postgres';
    const infrastructure = decideInfrastructure(fleetOf(), { ...NOTHING, database: url });
    expect(infrastructure).toMatchObject({ database: { kind: 'given', url }, broker: { kind: 'queues', on: { url } } });
    expect(needsEmbedded(infrastructure)).toBe(false);
  });

  it('is the given broker', () => {
    const url = 'amqp://guest@mq';
    expect(decideInfrastructure(fleetOf(), { ...NOTHING, broker: url }).broker).toEqual({ kind: 'given', url });
  });

  it('is a given MySQL, and a PostgreSQL of its own for the queues that MySQL cannot hold', () => {
    const infrastructure = decideInfrastructure(mysql, { ...NOTHING, database: 'mysql://root@db/' });
    expect(infrastructure.broker).toEqual({ kind: 'queues', on: { kind: 'embedded' } });
    expect(needsEmbedded(infrastructure)).toBe(true);
  });

  it('is nothing where no service needs anything', () => {
    const infrastructure = decideInfrastructure(fleetOf([GATEWAY]), NOTHING);
    expect(infrastructure).toMatchObject({ database: null, broker: null });
    expect(needsEmbedded(infrastructure)).toBe(false);
  });

  it('cannot be MySQL out of nothing', () => {
    expect(() => decideInfrastructure(mysql, NOTHING)).toThrow(
      expect.objectContaining({ code: 'database_url_missing', exit: 'machine' }),
    );
  });

  it('is of the kind that the config asks for, and no password is told', () => {
    const wrong = { ...NOTHING, database: 'mysql://root:secret@db/' };
    expect(() => decideInfrastructure(fleetOf(), wrong)).toThrow(
      expect.objectContaining({
        code: 'database_url_mismatch',
        message: 'DATABASE_URL must be the URL of a postgres server, which the config asks for.',
      }),
    );
    expect(() => decideInfrastructure(fleetOf(), { ...NOTHING, broker: 'kafka://mq' })).toThrow('BROKER_URL must be');
    for (const redis of ['memcached://:secret@cache', 'cache:6379'])
      expect(() => decideInfrastructure(fleetOf(), { ...NOTHING, redis })).toThrow(
        expect.objectContaining({
          code: 'redis_url_mismatch',
          message: 'REDIS_URL must be the URL of a Redis server.',
        }),
      );
  });

  it('tells that a cache is wanted which nobody has given, and nothing else', () => {
    const cached = fleetOf(undefined, {
      infrastructure: { database: { engine: 'postgres' }, broker: { engine: 'rabbitmq' }, cache: { engine: 'redis' } },
    });
    expect(missingCache(cached, [{ name: 'broker' }])).toContain('no REDIS_URL is given');
    expect(missingCache(cached, [{ name: 'cache' }])).toBeUndefined();
    expect(missingCache(fleetOf(), [])).toBeUndefined();
  });

  it('has no Prometheus, and says how to have one that is asked for', () => {
    const { infrastructure } = fleetOf();
    const watched = fleetOf(undefined, { infrastructure: { ...infrastructure, monitoring: USUAL_MONITORING } });
    expect(missingMonitoring(watched)).toContain('aurora export prometheus');
    expect(missingMonitoring(fleetOf())).toBeUndefined();
  });
});
