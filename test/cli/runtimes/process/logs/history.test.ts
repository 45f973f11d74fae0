import { appendFileSync, copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LogOptions } from '../../../../../cli/runtimes/contract.ts';
import { mergeLines } from '../../../../../cli/runtimes/merge-lines.ts';
import { history } from '../../../../../cli/runtimes/process/logs/history.ts';
import { openParts } from '../../../../../cli/runtimes/process/logs/parts.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-history-'));
});

afterEach(() => rm(folder, { recursive: true }));

const line = (second: number, msg: string) =>
  JSON.stringify({ level: 'info', time: `2026-01-01T00:00:0${second}.000Z`, msg });
const at = (second: number) => new Date(`2026-01-01T00:00:0${second}Z`);
const file = (name: string) => join(folder, `${name}.log`);

function read(options: Partial<LogOptions> = {}, logs = ['a', 'b'].map((name) => openParts(file(name)))): string[] {
  const lines = mergeLines(logs.map((log, index) => history('ab'[index] as string, log, options)));
  const shown = [...lines].flatMap((each) => each ?? []);
  for (const log of logs) log.close();
  return shown.map(({ service, text }) => `${service} ${text.startsWith('{') ? JSON.parse(text).msg : text}`);
}

describe('the history of logs', () => {
  it('is one, the oldest line first, with the parts that were put aside', () => {
    writeFileSync(`${file('a')}.2`, `${line(0, 'zero')}\n`);
    writeFileSync(`${file('a')}.1`, `${line(1, 'one')}\n${line(3, 'three')}\n`);
    writeFileSync(file('a'), `${line(5, 'five')}\n`);
    writeFileSync(file('b'), `${line(2, 'two')}\n${line(4, 'four')}\n`);
    expect(read()).toEqual(['a zero', 'a one', 'b two', 'a three', 'b four', 'a five']);
  });

  it('keeps the lines of a stack together', () => {
    writeFileSync(file('a'), `${line(1, 'fatal')}\nError: no\n\n    at main.ts:1\n${line(4, 'again')}\n`);
    writeFileSync(file('b'), `${line(2, 'meanwhile')}\n`);
    expect(read()).toEqual(['a fatal', 'a Error: no', 'a     at main.ts:1', 'b meanwhile', 'a again']);
  });

  it('has a line in one that a rotation has cut', () => {
    const whole = line(1, 'é cut');
    const bytes = Buffer.from(`${whole}\n${line(2, 'next')}\n`);
    for (let cut = 0; cut <= bytes.length; cut++) {
      writeFileSync(`${file('a')}.1`, bytes.subarray(0, cut));
      writeFileSync(file('a'), bytes.subarray(cut));
      expect(read()).toEqual(['a é cut', 'a next']);
    }
  });

  it('begins at a moment and ends at one', () => {
    writeFileSync(file('a'), `${line(1, 'one')}\n${line(3, 'three')}\nits stack\n${line(5, 'five')}`);
    expect(read({ since: at(2) })).toEqual(['a three', 'a its stack', 'a five']);
    expect(read({ until: at(4) })).toEqual(['a one', 'a three', 'a its stack']);
    expect(read({ since: at(2), until: at(2) })).toEqual([]);
  });

  it('is only of lines that contain a text, which keep their place', () => {
    writeFileSync(file('a'), `${line(1, 'x one')}\n${line(2, 'two')}\nError: x\n${line(5, 'x five')}`);
    writeFileSync(file('b'), `${line(0, 'zero')}\nx at zero\n${line(3, 'x three')}\n${line(4, 'four')}\n`);
    expect(read({ contains: 'x ', since: at(0) })).toEqual(['b x at zero', 'a x one', 'b x three', 'a x five']);
    expect(read({ contains: ': x', since: at(2), until: at(2) })).toEqual(['a Error: x']);
    expect(read({ contains: 'nowhere' })).toEqual([]);
  });

  it('is whole also where a log is put aside while it is read', () => {
    writeFileSync(file('a'), `${line(1, 'one')}\n${line(2, 'two')}\n`);
    const logs = [openParts(file('a'))];
    copyFileSync(file('a'), `${file('a')}.1`);
    truncateSync(file('a'));
    appendFileSync(file('a'), `${line(3, 'later')}\n`);
    expect(read({}, logs).slice(0, 2)).toEqual(['a one', 'a two']);
  });

  it('takes lines longer than what is read at once', () => {
    const long = 'y'.repeat(600_000);
    writeFileSync(file('a'), `${line(1, long)}\n${line(2, 'two')}\n`);
    expect(read()).toEqual([`a ${long}`, 'a two']);
    expect(read({ contains: 'two' })).toEqual(['a two']);
  });
});
