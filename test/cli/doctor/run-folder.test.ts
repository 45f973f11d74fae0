import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runFolder } from '../../../cli/doctor/run-folder.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { ENDING_OF_SERVICE } from '../../../cli/runtimes/process/process-group.ts';
import { ProcessRecord } from '../../../cli/runtimes/process/record.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-run-folder-'));
});
afterEach(() => rm(root, { recursive: true }));

const look = (running = false) => runFolder(root, { running }).look();
const make = () => mkdir(layoutOf(root).run, { recursive: true, mode: 0o700 });

it('is fine before the first up, and after it', async () => {
  expect(await look()).toMatchObject({ status: 'ok', found: expect.stringContaining('none yet') });
  await make();
  expect(await look()).toEqual({ status: 'ok', found: layoutOf(root).run });
});

it('may not be open to others', async () => {
  await make();
  await chmod(layoutOf(root).run, 0o711);
  expect(await look()).toMatchObject({ status: 'ok' });
  await chmod(layoutOf(root).run, 0o750);
  expect(await look()).toMatchObject({ status: 'warn', next: `chmod go-rw ${layoutOf(root).run}` });
});

it('tells what a killed run has left, and not what runs', async () => {
  await make();
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    new ProcessRecord(layoutOf(root).record).add('orders', child.pid as number, ENDING_OF_SERVICE);
    expect(await look()).toMatchObject({
      status: 'warn',
      found: expect.stringContaining(`orders (process ${child.pid})`),
    });
    expect(await look(true)).toMatchObject({ status: 'ok' });
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await look()).toMatchObject({ status: 'ok' });
});
