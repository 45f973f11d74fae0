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
