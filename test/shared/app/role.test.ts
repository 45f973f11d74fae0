import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Role, RoleFile, ServiceRole } from '../../../shared/app/role.ts';
import { until } from '../../../shared/testing/until.ts';
import { readableLog } from '../../support/log.ts';
import { startService } from './support/service.ts';

describe('the role of a service', () => {
  let folder: string;
  let path: string;
  let stack: DisposableStack;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurora-test-role-'));
    path = join(folder, 'role');
    stack = new DisposableStack();
  });
  afterEach(async () => {
    stack.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const follow = async (file = path) => {
    const { log, lines } = readableLog();
    const role = new ServiceRole();
    const changes: Role[] = [];
    role.onChange((now) => void changes.push(now));
    const followed = await RoleFile.follow(file, role, log);
    stack.defer(() => followed.close());
    return { role, changes, lines };
  };
  const put = (text: string) => writeFile(path, text);

  it('is what the file says at start, however it is written', async () => {
    await put('standby\n');
    expect((await follow()).role.current).toBe('standby');
    await put('live');
    expect((await follow()).role.current).toBe('live');
  });

  it('is live without a file, and follows one that comes', async () => {
    const { role, lines } = await follow();
    expect(role.current).toBe('live');
    await put('standby\n');
    await until(() => role.current === 'standby');
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('follows a file that is overwritten, put in its place, or removed and made again; never live in between', async () => {
    await put('standby');
    const { role, changes, lines } = await follow();
    await put('standby\n');
    for (const next of ['live', 'standby'] as const) {
      await writeFile(`${path}.draft`, next);
      await rename(`${path}.draft`, path);
      await until(() => role.current === next);
    }
    for (let round = 0; round < 20; round++) {
      await rm(path);
      await put('');
      await put('standby\n');
    }
    await put('live\n');
    await until(() => role.current === 'live');
    expect(changes).toEqual(['standby', 'live', 'standby', 'live']);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is live again once the file stays away', async () => {
    await put('standby');
    const { role } = await follow();
    await rm(path);
    await until(() => role.current === 'live');
  });

  it('stays what it was while the file says nothing that counts, and the log says so once', async () => {
    await put('standby');
    const { role, changes, lines } = await follow();
    const complaints = () => lines.filter(({ level }) => level === 'error');
    await put('stand');
    await until(() => complaints().length === 1);
    await put('LIVE');
    await put('live\nstandby\n');
    await rm(path);
    await put('standby');
    await put('live');
    await until(() => role.current === 'live');
    expect(changes).toEqual(['standby', 'live']);
    const reason = 'it says "stand", not live or standby';
    expect(complaints()).toEqual([expect.objectContaining({ path, role: 'standby', reason })]);
  });

  it('is live where the file said nothing that counts from the start', async () => {
    await put('ready');
    const { role, lines } = await follow();
    expect([role.current, lines.map(({ level }) => level)]).toEqual(['live', ['error']]);
  });

  it('is found in a folder that came later', async () => {
    const { role } = await follow(join(folder, 'later', 'role'));
    await mkdir(join(folder, 'later'));
    await writeFile(join(folder, 'later', 'role'), 'standby');
    await until(() => role.current === 'standby');
  });

  it('is told by readiness, and a service on standby is ready and serves', async () => {
    await put('standby');
    await using service = await startService(
      async (app) => void app.get('/api/v1/things', { config: { scope: null } }, () => ({ served: true })),
      { env: { ROLE_FILE: path } },
    );
    const readiness = async () => (await service.app.inject('/health/ready')).json();
    expect(await readiness()).toMatchObject({ status: 'ready', role: 'standby', consuming: false });
    expect((await service.app.inject('/api/v1/things')).json()).toEqual({ served: true });
    await put('live');
    await until(async () => (await readiness()).role === 'live');
    expect(await readiness()).toMatchObject({ status: 'ready', role: 'live', consuming: true });
  });
});
