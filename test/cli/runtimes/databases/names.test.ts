import { describe, expect, it } from '@jest/globals';
import { databaseNames } from '../../../../cli/runtimes/databases/names.ts';

describe('the names of databases and logins', () => {
  it('are made of fleet and service', () => {
    expect(databaseNames('postgres', 'aurora', 'subject-service')).toEqual({
      database: 'aurora_subject_service',
      owner: 'aurora_subject_service_owner',
      login: 'aurora_subject_service',
    });
  });

  it('are none that PostgreSQL keeps for itself', () => {
    expect(databaseNames('postgres', 'pg', 'stats')).toMatchObject({ login: 'fleet_pg_stats' });
  });

  it.each([
    ['postgres', 63],
    ['mysql', 32],
  ] as const)('fit into what %s takes, and stay different', (engine, most) => {
    const long = 'a-rather-long-name-of-a-service-that-nobody-would-type-twice';
    const [one, two] = [`${long}-one`, `${long}-two`].map((service) => databaseNames(engine, 'some-fleet', service));
    expect(Buffer.byteLength(one?.owner ?? '')).toBeLessThanOrEqual(most);
    expect(one?.database).not.toBe(two?.database);
  });
});
