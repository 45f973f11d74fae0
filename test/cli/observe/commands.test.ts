import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

const CONFIG = `version: 1
name: shop
services:
  orders-service:
    kind: domain
    port: 8001
    entities: { Order: { fields: { title: { type: string } } } }
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-commands-'));
  await writeFile(join(root, 'aurora.config.yaml'), CONFIG);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (...args: string[]) => aurora(args, { cwd: root });

describe('where no fleet runs', () => {
  it.each([['status'], ['restart'], ['verify'], ['exec', 'orders-service']])(
    '%s says so, and how to start it',
    async (...command) => {
      const { exitCode, stdout, stderr } = await run(...command, ...(command[0] === 'exec' ? ['--', 'true'] : []));
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toBe('error: The fleet shop is not running here.\n  next: aurora up -d\n');
    },
  );

  it('down has nothing to do, and logs has nothing to show', async () => {
    expect(await run('down', '--json')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"down": true') });
    expect(await run('logs')).toMatchObject({ exitCode: 0, stdout: '' });
  });
});

describe('what was mistyped', () => {
  it.each([
    [['restart', 'order-service'], 'no_such_service'],
    [['logs', '--service', 'order-service'], 'no_such_service'],
    [['exec', 'order-service', '--', 'true'], 'no_such_service'],
    [['exec', 'orders-service'], 'no_command'],
    [['exec', 'orders-service', 'true'], 'no_command'],
    [['logs', 'order-service'], 'no_such_service'],
    [['logs', '--since', 'yesterday'], 'usage'],
    [['logs', '--since', '1m', '--until', '1h'], 'no_such_time'],
    [['logs', '--grep', '('], 'usage'],
    [['logs', '--tail', '-1'], 'usage'],
    [['seed', '--profile', 'prod'], 'no_such_profile'],
  ])('%j is refused before anything is touched', async (command, code) => {
    // `--json` behind `--` would belong to the command that is run.
    const dashes = command.indexOf('--');
    const args = dashes === -1 ? command : [...command.slice(0, dashes), '--json', ...command.slice(dashes)];
    const { exitCode, stdout } = await aurora(dashes === -1 ? [...args, '--json'] : args, { cwd: root });
    expect({ exitCode, code: JSON.parse(stdout).error.code }).toEqual({ exitCode: 2, code });
  });
});
