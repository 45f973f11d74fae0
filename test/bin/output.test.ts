import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { editorSchema } from '../../cli/config/editor-schema.ts';
import { aurora, repository } from '../support/aurora.ts';

it('gives a reader that takes its time all of the output', async () => {
  const command = spawn(process.execPath, [join(repository, 'bin', 'run.js'), 'config', 'schema'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(command, 'close');
  // Meanwhile it fills the pipe, and would be gone if it did not wait for its reader.
  await aurora(['config', 'schema']);
  expect(JSON.parse(await text(command.stdout))).toEqual(editorSchema());
  expect(await ended).toEqual([0, null]);
});
