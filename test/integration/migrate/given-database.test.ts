import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { run } from '../../support/aurora.ts';
import { type Clone, clone } from '../../support/clone.ts';

let postgres: StartedPostgres;
let fleet: Clone;
beforeAll(async () => {
  [postgres, fleet] = await Promise.all([startPostgres(), clone()]);
});
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await postgres?.stop();
});

/** Runs the CLI on the server that tests have started; no fleet is up. */
async function aurora(...args: string[]) {
  const env = { DATABASE_URL: postgres.url() };
  const { exitCode, stdout } = await run(process.execPath, ['bin/run.js', ...args, '--json'], { cwd: fleet.root, env });
  return { exitCode, result: JSON.parse(stdout) };
}

describe('migrations and seeds on a server that was given, while the fleet is down', () => {
  it('make its databases, and leave no process behind', async () => {
    expect(await aurora('seed')).toMatchObject({ exitCode: 1, result: { error: { code: 'migrations_pending' } } });
    expect(await aurora('migrate', 'up')).toMatchObject({
      exitCode: 0,
      result: [
        { service: 'config-service', migrations: expect.arrayContaining(['0001-create-messaging']) },
        { service: 'subject-service', migrations: ['0001-create-messaging', '0002-create-subjects'] },
        { service: 'file-service', migrations: ['0001-create-messaging', '0002-create-files'] },
        { service: 'syllabus-service', migrations: expect.arrayContaining(['0003-create-syllabi']) },
      ],
    });
    // Rows that refer to another service's need that service.
    expect(await aurora('seed')).toMatchObject({ exitCode: 4, result: { error: { code: 'owner_away' } } });
    expect(await aurora('migrate', 'down', 'subject-service')).toEqual({
      exitCode: 0,
      result: { service: 'subject-service', migrations: ['0002-create-subjects'] },
    });
    expect(await aurora('migrate', 'status')).toMatchObject({ exitCode: 1 });
    expect(await aurora('status')).toMatchObject({ exitCode: 4 });
  });
});
