import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { revisionOf } from '../../../../cli/runtimes/docker/images/revision.ts';
import { git } from '../../../support/git.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-revision-'));
});
afterEach(() => rm(root, { recursive: true }));

async function commit(file: string, text: string): Promise<string> {
  await writeFile(join(root, file), text);
  git(root, 'add', file);
  git(root, 'commit', '-qm', text);
  return git(root, 'rev-parse', 'HEAD').trim();
}

describe('the revision of an image', () => {
  it('is the last commit that changed what is in it', async () => {
    git(root, 'init', '-q');
    const changed = await commit('inside', 'one');
    await commit('outside', 'two');
    expect(await revisionOf(root, ['inside'])).toBe(changed);
  });

  it('is none where that is not committed, or there is no repository', async () => {
    expect(await revisionOf(root, ['inside'])).toBeUndefined();
    git(root, 'init', '-q');
    await commit('inside', 'one');
    await writeFile(join(root, 'inside'), 'two');
    expect(await revisionOf(root, ['inside'])).toBeUndefined();
  });
});
