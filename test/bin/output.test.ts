import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { editorSchema } from '../../cli/config/editor-schema.ts';
import { repository, run } from '../support/aurora.ts';

it('gives a reader that takes its time all of the output', async () => {
  // Meanwhile it fills the pipe, and would be gone if it did not wait for its reader.
  const script = '"$0" "$1" config schema | { "$0" "$1" config schema >/dev/null; cat; }';
  const { stdout } = await run('sh', ['-c', script, process.execPath, join(repository, 'bin', 'run.js')]);
  expect(JSON.parse(stdout)).toEqual(editorSchema());
});

it('ends where nothing is left that could tell an error', async () => {
  const root = mkdtempSync(join(tmpdir(), 'aurora-bin-'));
  try {
    mkdirSync(join(root, 'cli'));
    cpSync(join(repository, 'bin', 'run.js'), join(root, 'bin', 'run.js'));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(root, 'cli', 'main.ts'), "export const main = () => Promise.reject(new Error('no'));\n");
    expect(await run(process.execPath, [join(root, 'bin', 'run.js'), 'status'])).toMatchObject({ exitCode: 70 });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it('goes on with its work when nobody sees its progress any more', async () => {
  const script = '{ "$0" "$1" nope; echo "$?"; } 2>&1 >&3 3>&- | true';
  const { stdout } = await run('sh', [
    '-c',
    `{ ${script}; } 3>&1`,
    process.execPath,
    join(repository, 'bin', 'run.js'),
  ]);
  expect(stdout).toBe('2\n');
});
