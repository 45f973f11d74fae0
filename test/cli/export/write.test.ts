import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeExport } from '../../../cli/export/write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (path: string, content: string, secret = false) => ({ path, content, secret });
const read = (path: string) => readFile(join(folder, path), 'utf8');

describe('the folder of an export', () => {
  it('is brought up to date, and what nobody wants any more goes', async () => {
    await writeExport(folder, [file('a', '1'), file('b/c', '2')], false);
    const changes = await writeExport(folder, [file('a', '3'), file('d', '4')], false);
    expect(changes).toEqual([
      { path: 'a', action: 'updated' },
      { path: 'd', action: 'created' },
      { path: 'b/c', action: 'removed' },
    ]);
    expect(await read('a')).toBe('3');
    await expect(read('b/c')).rejects.toThrow('ENOENT');
  });

  it('is not written at all over what somebody else wrote or edited', async () => {
    await writeExport(folder, [file('a', '1')], false);
    await writeFile(join(folder, 'a'), 'edited');
    await writeFile(join(folder, 'b'), 'of somebody');
    const wanted = [file('a', '2'), file('b', '2'), file('c', '2')];
    await expect(writeExport(folder, wanted, false)).rejects.toMatchObject({
      code: 'not_overwritten',
      facts: { files: ['a', 'b'] },
    });
    expect([await read('a'), await read('b')]).toEqual(['edited', 'of somebody']);
    expect(await readdir(folder)).not.toContain('c');
    await writeExport(folder, wanted, true);
    expect([await read('a'), await read('b'), await read('c')]).toEqual(['2', '2', '2']);
  });

  it('leaves a file that is wanted no more but was edited', async () => {
    await writeExport(folder, [file('a', '1'), file('b', '1')], false);
    await writeFile(join(folder, 'a'), 'edited');
    expect(await writeExport(folder, [file('b', '1')], false)).toEqual([{ path: 'b', action: 'unchanged' }]);
    expect(await read('a')).toBe('edited');
  });

  it('keeps secrets from others, also after somebody let them in', async () => {
    const secrets = [file('secrets/a', 'x', true)];
    await writeExport(folder, secrets, false);
    await chmod(join(folder, 'secrets/a'), 0o644);
    await writeExport(folder, secrets, false);
    expect((await stat(join(folder, 'secrets/a'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
  });
});
