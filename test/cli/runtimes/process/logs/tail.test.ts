import { appendFileSync, copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openParts } from '../../../../../cli/runtimes/process/logs/parts.ts';
import { Tail } from '../../../../../cli/runtimes/process/logs/tail.ts';
import { rotateLogs } from '../../../../../cli/runtimes/process/supervisor/rotation.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-tail-'));
  file = join(folder, 'order.log');
});

afterEach(() => rm(folder, { recursive: true }));

describe('the tail of a log', () => {
  it('is whole lines only, also when a letter comes in two parts', () => {
    const letter = Buffer.from('é');
    writeFileSync(file, 'old\n');
    const tail = new Tail(file, openParts(file));
    appendFileSync(file, Buffer.concat([Buffer.from('caf'), letter.subarray(0, 1)]));
    expect([...tail.read()]).toEqual([]);
    appendFileSync(file, Buffer.concat([letter.subarray(1), Buffer.from('\nnext\nbegin')]));
    expect([...tail.read()]).toEqual(['café', 'next']);
  });

  it('begins when the log does', () => {
    const tail = new Tail(file, { end: 0, newest: '' });
    expect([...tail.read()]).toEqual([]);
    writeFileSync(file, 'first\n');
    expect([...tail.read()]).toEqual(['first']);
  });

  it('goes on over rotations, without a gap, and over a line that one has cut', () => {
    const rotate = () => rotateLogs(folder, { size: 0, older: 2 });
    writeFileSync(file, 'one\n');
    const tail = new Tail(file, { end: 0, newest: '' });
    expect([...tail.read()]).toEqual(['one']);
    appendFileSync(file, 'two\nth');
    rotate();
    appendFileSync(file, 'ree\n');
    expect([...tail.read()]).toEqual(['two', 'three']);
    // Longer than what it was before: its size alone tells nothing.
    for (const text of ['four\n', 'five\nsi']) {
      appendFileSync(file, text);
      rotate();
    }
    appendFileSync(file, 'x\nand much more of it\n');
    expect([...tail.read()]).toEqual(['four', 'five', 'six', 'and much more of it']);
  });

  it('waits while a log is copied but not emptied yet', () => {
    writeFileSync(file, 'one\n');
    const tail = new Tail(file, openParts(file));
    appendFileSync(file, 'two\n');
    copyFileSync(file, `${file}.1`);
    expect([...tail.read()]).toEqual([]);
    truncateSync(file);
    expect([...tail.read()]).toEqual(['two']);
  });

  it('begins anew where a log was emptied for want of room', () => {
    writeFileSync(file, 'one and more\n');
    const tail = new Tail(file, openParts(file));
    truncateSync(file);
    appendFileSync(file, 'two\n');
    expect([...tail.read()]).toEqual(['two']);
  });

  it('cuts a line that never ends', () => {
    const tail = new Tail(file, { end: 0, newest: '' });
    writeFileSync(file, 'x'.repeat(5 * 1024 * 1024));
    expect([...tail.read()].map(({ length }) => length)).toEqual([4 * 1024 * 1024]);
  });
});
