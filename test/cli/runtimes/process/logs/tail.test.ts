import { appendFileSync, copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Tail } from '../../../../../cli/runtimes/process/logs/tail.ts';

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
    const tail = new Tail(file, 4);
    appendFileSync(file, Buffer.concat([Buffer.from('caf'), letter.subarray(0, 1)]));
    expect(tail.read()).toEqual([]);
    appendFileSync(file, Buffer.concat([letter.subarray(1), Buffer.from('\nnext\nbegin')]));
    expect(tail.read()).toEqual(['café', 'next']);
  });

  it('begins when the log does', () => {
    const tail = new Tail(file, 0);
    expect(tail.read()).toEqual([]);
    writeFileSync(file, 'first\n');
    expect(tail.read()).toEqual(['first']);
  });

  it('goes on over a rotation, without a gap', () => {
    writeFileSync(file, 'one\n');
    const tail = new Tail(file, 0);
    expect(tail.read()).toEqual(['one']);
    appendFileSync(file, 'two\n');
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
    appendFileSync(file, 'x\n');
    expect(tail.read()).toEqual(['two', 'x']);
  });
});
