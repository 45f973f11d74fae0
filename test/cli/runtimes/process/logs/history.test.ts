import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { history, merge } from '../../../../../cli/runtimes/process/logs/history.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-history-'));
});

afterEach(() => rm(folder, { recursive: true }));

const line = (second: number, msg: string) =>
  JSON.stringify({ time: `2026-01-01T00:00:0${second}.000Z`, level: 'info', msg });

async function read(since = 0): Promise<string[]> {
  const logs = ['a', 'b'].map((name) => history(name, join(folder, `${name}.log`), 10_000, since));
  const texts: string[] = [];
  for await (const { service, text } of merge(logs)) {
    texts.push(`${service} ${text.startsWith('{') ? JSON.parse(text).msg : text}`);
  }
  return texts;
}

describe('the history of logs', () => {
  it('is one, the oldest line first, with the parts that were put aside', async () => {
    writeFileSync(join(folder, 'a.log.1'), `${line(1, 'one')}\n${line(3, 'three')}\n`);
    writeFileSync(join(folder, 'a.log'), `${line(5, 'five')}\n`);
    writeFileSync(join(folder, 'b.log'), `${line(2, 'two')}\n${line(4, 'four')}\n`);
    expect(await read()).toEqual(['a one', 'b two', 'a three', 'b four', 'a five']);
  });

  it('keeps the lines of a stack together', async () => {
    writeFileSync(join(folder, 'a.log'), `${line(1, 'fatal')}\nError: no\n    at main.ts:1\n${line(4, 'again')}\n`);
    writeFileSync(join(folder, 'b.log'), `${line(2, 'meanwhile')}\n`);
    expect(await read()).toEqual(['a fatal', 'a Error: no', 'a     at main.ts:1', 'b meanwhile', 'a again']);
  });

  it('begins at a moment', async () => {
    writeFileSync(join(folder, 'a.log'), `${line(1, 'one')}\n${line(3, 'three')}\n`);
    expect(await read(Date.parse('2026-01-01T00:00:02Z'))).toEqual(['a three']);
  });
});
