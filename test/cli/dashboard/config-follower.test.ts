import { copyFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configFollower } from '../../../cli/actions/config-follower.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import { repository } from '../../support/aurora.ts';

describe('the config that a dashboard follows', () => {
  it('is the newest without mistakes, which are told', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'aurora-config-')));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rm(folder, { recursive: true }));
    const file = join(folder, 'aurora.config.yaml');
    await copyFile(join(repository, 'aurora.config.yaml'), file);
    const text = await readFile(file, 'utf8');
    const follow = configFollower(await loadFleet({ file }));
    const names = async () => (await follow()).fleet.services.map(({ name }) => name);

    expect(await names()).toContain('file-service');
    expect(await follow()).toBe(await follow());
    await writeFile(file, text.replaceAll('file-service', 'paper-service'));
    expect(await names()).toContain('paper-service');
    await writeFile(file, 'version: one');
    expect(await follow()).toMatchObject({ mistake: expect.stringContaining('mistake') });
    expect(await names()).toContain('paper-service');
    await writeFile(file, text);
    expect((await follow()).mistake).toBeUndefined();
    expect(await names()).toContain('file-service');
  });
});
