import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../../../cli/runtimes/identity.ts';
import { endLeftovers, leftovers, ProcessRecord } from '../../../../cli/runtimes/process/record.ts';

const ENDING = [{ signal: 'SIGTERM', waitMs: 5_000 }] as const;

let folder: string;
let file: string;
let child: ChildProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-record-'));
  file = join(folder, 'processes');
  child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

describe('the record of processes', () => {
  it('names those that still run', () => {
    const record = new ProcessRecord(file);
    expect(leftovers(file)).toEqual([]);
    record.add('order', child.pid as number, ENDING);
    expect(leftovers(file)).toEqual([
      { name: 'order', pid: child.pid, identity: identityOf(child.pid as number), ending: ENDING },
    ]);
    record.remove(child.pid as number);
    expect(leftovers(file)).toEqual([]);
  });

  it('never names a process that merely has the number of an old one', () => {
    appendFileSync(file, `${JSON.stringify({ name: 'order', pid: process.pid, identity: 'older', ending: ENDING })}\n`);
    expect(leftovers(file)).toEqual([]);
  });

  it('is readable up to where its writer was killed', () => {
    new ProcessRecord(file).add('order', child.pid as number, ENDING);
    appendFileSync(file, '{"name":"item","pid":1');
    expect(leftovers(file)).toHaveLength(1);
  });

  it('is readable around a line that a full disk has cut short', () => {
    writeFileSync(file, '{"name":"item","pid":1');
    appendFileSync(file, '{"pid":1}\n');
    const pid = child.pid as number;
    appendFileSync(file, `${JSON.stringify({ name: 'order', pid, identity: identityOf(pid), ending: ENDING })}\n`);
    expect(leftovers(file)).toMatchObject([{ name: 'order' }]);
  });

  it('lets what was left be ended', async () => {
    new ProcessRecord(file).add('order', child.pid as number, ENDING);
    const exited = once(child, 'exit');
    expect((await endLeftovers(file)).map(({ name }) => name)).toEqual(['order']);
    expect(await exited).toEqual([null, 'SIGTERM']);
  });
});
