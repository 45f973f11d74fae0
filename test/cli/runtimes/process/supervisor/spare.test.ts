import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessRecord } from '../../../../../cli/runtimes/process/record.ts';
import type { Child, Command } from '../../../../../cli/runtimes/process/supervisor/child.ts';
import { Guardian } from '../../../../../cli/runtimes/process/supervisor/guardian.ts';
import { lastLines } from '../../../../../cli/runtimes/process/supervisor/last-lines.ts';
import { Spare } from '../../../../../cli/runtimes/process/supervisor/spare.ts';
import { until } from '../../../../../shared/testing/index.ts';

/** Says what it is, and ends when it is told to start. */
const MAIN = `
  process.once('message', (word) => process.exit(word === 'start' ? 7 : 1));
  process.send({ type: 'loaded', main: import.meta.main, argv: process.argv.slice(1), execArgv: process.execArgv });
`;

let folder: string;
let guardian: Guardian;
let watchers: { guardian: Guardian; record: ProcessRecord };
let spare: Spare;
let command: Command;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'aurora spare-')));
  guardian = new Guardian();
  watchers = { guardian, record: new ProcessRecord(join(folder, 'processes.log')) };
  spare = new Spare(folder, watchers);
  command = {
    name: 'order',
    file: process.execPath,
    arguments: ['--max-semi-space-size=2', join(folder, 'main.mjs')],
    folder,
    environment: { PATH: process.env.PATH, BROKER_URL_FILE: '/broker-url' },
    log: join(folder, 'order.log'),
    ending: [{ signal: 'SIGTERM', waitMs: 5_000 }],
    channel: true,
  };
  await writeFile(command.arguments.at(-1) as string, MAIN);
});

afterEach(async () => {
  await spare.drop();
  guardian.dismiss();
  await rm(folder, { recursive: true });
});

/** Processes of this test that the record says are running. */
async function running(): Promise<number> {
  const lines = (await readFile(join(folder, 'processes.log'), 'utf8')).split('\n').filter(Boolean);
  const ended = lines.filter((line) => !line.includes('"name"')).length;
  return lines.length - 2 * ended;
}

describe('a spare process', () => {
  it('becomes the process of its service, as if it had begun with its main file', async () => {
    spare.begin(command);
    const began = Date.now();
    await writeFile(join(folder, 'order.log'), 'of the old process\n', { flag: 'a' });
    await writeFile(join(folder, 'main.mjs'), `${MAIN} console.log('changed');`);
    const child = spare.take(command) as Child;
    const said = new Promise((resolve) => child.onMessage(resolve));
    child.send('start');
    expect(await said).toEqual({
      type: 'loaded',
      main: true,
      argv: [join(folder, 'main.mjs')],
      execArgv: ['--max-semi-space-size=2'],
    });
    expect(await child.exited).toMatchObject({ reason: 'exited with code 7' });
    expect(lastLines(child.log, child.logStart, 5)).toEqual(['changed']);
    expect(child.startedAt).toBeGreaterThanOrEqual(began);
    expect(spare.take(command)).toBeUndefined();
  });

  it('has loaded the library of its fleet before, with the parts that its environment asks for', async () => {
    await mkdir(join(folder, 'shared/app'), { recursive: true });
    await mkdir(join(folder, 'node_modules/@aurora'), { recursive: true });
    await symlink(join(folder, 'shared'), join(folder, 'node_modules/@aurora/shared'));
    const manifest = { name: '@aurora/shared', type: 'module', exports: { './*': './*/index.ts' } };
    await writeFile(join(folder, 'shared/package.json'), JSON.stringify(manifest));
    const code = `export const loadParts = ({ needs }: { needs: object }) => console.log(JSON.stringify(needs));`;
    await writeFile(join(folder, 'shared/app/index.ts'), code);
    spare.begin(command);
    await until(async () => (await readFile(command.log, 'utf8')) === '{"database":false,"broker":true}\n');
  });

  it.each([
    ['its command is another', async () => ({ ...command, environment: {} })],
    ['packages were installed', () => change('node_modules/.package-lock.json')],
    ['the package of the service has changed', () => change('package.json')],
  ])('is ended when %s', async (_, changed) => {
    spare.begin(command);
    expect(spare.take(await changed())).toBeUndefined();
    await until(async () => (await running()) === 0);
  });

  async function change(file: string): Promise<Command> {
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await writeFile(join(folder, file), '{}');
    return command;
  }

  it('is no more when it has died', async () => {
    spare.begin(command);
    const pid = Number(/"pid":(\d+)/.exec(await readFile(join(folder, 'processes.log'), 'utf8'))?.[1]);
    process.kill(pid, 'SIGKILL');
    await until(async () => (await running()) === 0);
    expect(spare.take(command)).toBeUndefined();
  });

  it('is for one service, the last one', async () => {
    const other = { ...command, name: 'item' };
    spare.begin(other);
    expect(spare.take(command)).toBeUndefined();
    spare.begin(command);
    await until(async () => (await running()) === 1);
    expect(spare.take(other)).toBeUndefined();
    await spare.drop('item');
    expect(await running()).toBe(1);
    await spare.drop('order');
    expect(await running()).toBe(0);
  });
});
