import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findCommand, isTopic, listCommands } from '../../cli/command-path.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-commands-'));
  for (const topic of ['deploy', 'migrate']) await mkdir(join(folder, topic));
  for (const command of ['up', 'deploy', 'deploy/history', 'migrate/up'])
    await writeFile(join(folder, `${command}.ts`), '');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a command line', () => {
  it.each([
    [['up'], 'up', []],
    [['up', 'orders', '-d'], 'up', ['orders', '-d']],
    [['deploy'], 'deploy', []],
    [['deploy', 'history', '--json'], 'deploy:history', ['--json']],
    [['deploy', '--json', 'history'], 'deploy', ['--json', 'history']],
    [['migrate', 'up', 'orders'], 'migrate:up', ['orders']],
  ])('%j runs %s with %j', (argv, id, rest) => {
    expect(findCommand(folder, argv)).toMatchObject({ id, rest });
  });

  it.each([[[]], [['migrate']], [['UP']], [['../up']], [['--json', 'up']]])('%j runs nothing', (argv) => {
    expect(findCommand(folder, argv)).toBeUndefined();
  });
});

it('tells a group of commands from a command that has more below it', () => {
  expect(isTopic(folder, ['migrate'])).toBe(true);
  expect(isTopic(folder, ['deploy'])).toBe(false);
  expect(isTopic(folder, ['nothing'])).toBe(false);
  expect(isTopic(folder, [])).toBe(false);
});

it('lists them all', () => {
  expect(listCommands(folder)).toEqual(['deploy', 'deploy history', 'migrate up', 'up']);
});
