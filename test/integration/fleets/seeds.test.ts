import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withClient } from '../../../cli/migrate/client.ts';
import { seedId } from '../../../shared/seeds/index.ts';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { migrate } from '../../../shared/testing/migrate.ts';
import { run } from '../../support/aurora.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

jest.setTimeout(120_000);

/** An employee is named before the one above them, and both by a department that comes first. */
const CONFIG = `version: 1
name: staff
services:
  staff-service:
    kind: domain
    port: 9410
    entities:
      Department:
        fields: { code: { type: string, required: true, unique: true }, headId: { references: Employee } }
        seeds: { dev: { sales: { code: S, headId: ada } }, demo: { other: { code: O } } }
      Employee:
        fields: { name: { type: string, required: true }, bossId: { references: Employee } }
        seeds: { dev: { bob: { name: Bob, bossId: ada }, ada: { name: Ada } } }
      Badge:
        fields: { employeeId: { references: Employee, required: true } }
`;

describe('seeds of the config, in a database', () => {
  let fleet: GeneratedFleet;
  let postgres: StartedPostgres;
  let url: string;

  beforeAll(async () => {
    fleet = new GeneratedFleet({ text: CONFIG });
    await fleet.generate();
    postgres = await startPostgres();
    url = await postgres.createDatabase('seeds');
    await migrate(url, join(fleet.root, 'migrations/staff-service'));
  });

  afterAll(async () => {
    await postgres?.stop();
    fleet?.[Symbol.dispose]();
  });

  const query = (sql: string) => withClient(url, (client) => client.query<Record<string, unknown>>(sql));

  async function seed(profile: string): Promise<unknown> {
    const cwd = join(fleet.root, 'services/staff-service');
    const { stdout } = await run(process.execPath, ['src/seed.ts'], {
      cwd,
      env: { DATABASE_URL: url, SEED_PROFILE: profile },
    });
    return JSON.parse(stdout.trim().split('\n').at(-1) as string);
  }

  it('are there once, each after what it refers to, together with those of the service’s own file', async () => {
    const id = (entity: string, key: string) => seedId('staff-service', entity, key);
    // Three badges of the file, which know the employees of the config.
    expect(await seed('dev')).toMatchObject({ msg: 'seeded', created: 6, kept: 0 });
    expect(await seed('dev')).toMatchObject({ msg: 'seeded', created: 0, kept: 6 });
    expect(await query('SELECT id, boss_id FROM employees ORDER BY name')).toEqual([
      { id: id('employees', 'ada'), boss_id: null },
      { id: id('employees', 'bob'), boss_id: id('employees', 'ada') },
    ]);
    expect(await query('SELECT head_id FROM departments')).toEqual([{ head_id: id('employees', 'ada') }]);
    expect(await query('SELECT DISTINCT employee_id FROM badges')).toHaveLength(2);
  });

  it('may have a profile that no file has', async () => {
    expect(await seed('demo')).toMatchObject({ msg: 'seeded', created: 1 });
    expect(await query("SELECT code FROM departments WHERE code = 'O'")).toHaveLength(1);
  });
});
