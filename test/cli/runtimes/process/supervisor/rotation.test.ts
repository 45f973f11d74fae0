import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rotateLogs } from '../../../../../cli/runtimes/process/supervisor/rotation.ts';

const LIMITS = { size: 10, older: 2 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-rotation-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a log that is full', () => {
  it('is put aside under a process that goes on writing, and the oldest part is dropped', async () => {
    const file = openSync(join(folder, 'order.log'), 'a');
    for (const text of ['first part\n', 'second part\n', 'third part\n', 'fourth part\n', 'short\n']) {
      writeSync(file, text);
      rotateLogs(folder, LIMITS);
    }
    closeSync(file);
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['order.log', 'order.log.1', 'order.log.2']);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts).toEqual(['short\n', 'fourth part\n', 'third part\n']);
  });
});
