import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { revisionOf } from '../../../../cli/runtimes/docker/images/revision.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-revision-'));
});
afterEach(() => rm(root, { recursive: true }));

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

async function commit(file: string, text: string): Promise<string> {
  await writeFile(join(root, file), text);
  git('add', file);
  git('commit', '-qm', text);
  return git('rev-parse', 'HEAD');
}

describe('the revision of an image', () => {
  it('is the last commit that changed what is in it', async () => {
    git('init', '-q');
    const changed = await commit('inside', 'one');
    await commit('outside', 'two');
    expect(await revisionOf(root, ['inside'])).toBe(changed);
  });

  it('is none where that is not committed, or there is no repository', async () => {
    expect(await revisionOf(root, ['inside'])).toBeUndefined();
    git('init', '-q');
    await commit('inside', 'one');
    await writeFile(join(root, 'inside'), 'two');
    expect(await revisionOf(root, ['inside'])).toBeUndefined();
  });
});
