import { execFile } from 'node:child_process';
import { chmod, chown, lstat, mkdtemp, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { layoutOf } from '../../../../cli/runtimes/layout.ts';
import { postgresAccount } from '../../../../cli/runtimes/process/postgres/account.ts';
import { copyBinaries, nativeFolder } from '../../../../cli/runtimes/process/postgres/binaries.ts';
import { fixtureFleet } from '../../../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

const WITH_DATABASE = { services: ['config'] };
// PostgreSQL refuses root, so only root has the question whom to run it as, and what that one can reach.
const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('PostgreSQL of root', () => {
  asRoot('runs as another user, in the checkout where that one can get there', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await fixture.up();
    const { postgres } = layoutOf(fixture.root);
    expect((await lstat(postgres)).isDirectory()).toBe(true);
    expect((await stat(join(postgres, 'data'))).uid).not.toBe(0);
  });

  asRoot('runs elsewhere when the folders above are closed, and is removed from there with its data', async () => {
    await using fixture = await fixtureFleet({ ...WITH_DATABASE, open: false });
    await fixture.up();
    const { postgres } = layoutOf(fixture.root);
    const elsewhere = await readlink(postgres);
    expect(elsewhere).toMatch(/^\/var\/lib\/aurora\/[0-9a-f]{16}$/);
    await fixture.down({ volumes: true });
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
  });

  asRoot('keeps its data when the folders above are closed later', async () => {
    await using fixture = await fixtureFleet(WITH_DATABASE);
    await (await fixture.up()).stop();
    const { postgres } = layoutOf(fixture.root);
    const cluster = await identifier(postgres);
    await chmod(fixture.root, 0o700);
    await fixture.up();
    expect((await lstat(postgres)).isSymbolicLink()).toBe(true);
    expect(await identifier(postgres)).toEqual(cluster);
  });

  asRoot('has binaries that its user can run, wherever npm has put them', async () => {
    const account = await postgresAccount();
    const folder = await mkdtemp(join(tmpdir(), 'aurora-binaries-'));
    try {
      await chmod(folder, 0o711);
      await chown(folder, 0, 0);
      const native = await copyBinaries(await nativeFolder(), folder);
      const { stdout } = await promisify(execFile)(join(native, 'bin', 'postgres'), ['--version'], {
        cwd: '/',
        ...account,
      });
      expect(stdout).toContain('PostgreSQL');
      expect(await copyBinaries(await nativeFolder(), folder)).toBe(native);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** Of a cluster, from its making on: the first field of its control file (catalog/pg_control.h). */
async function identifier(postgres: string): Promise<Buffer> {
  return (await readFile(join(postgres, 'data', 'global', 'pg_control'))).subarray(0, 8);
}
