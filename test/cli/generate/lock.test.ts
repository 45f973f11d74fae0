import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { lockFleet } from '../../../cli/generate/lock.ts';
import { aurora } from '../../support/aurora.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const RUNNING = expect.objectContaining({ code: 'generate_running', facts: { pid: process.pid } });

it('is held by one, and let go of', () => {
  {
    using _ = lockFleet(root);
    expect(() => lockFleet(root)).toThrow(RUNNING);
  }
  using _ = lockFleet(root);
  expect(readdirSync(join(root, '.aurora/run'))).toEqual(['generate.lock']);
});

it.each([
  ['was killed', JSON.stringify({ pid: 2 ** 22 + 1, identity: 'long ago' })],
  ['was killed, and whose number another process has', JSON.stringify({ pid: process.pid, identity: 'long ago' })],
  ['left no name', ''],
])('is taken over from one who %s', (_, content) => {
  mkdirSync(join(root, '.aurora/run'), { recursive: true });
  writeFileSync(join(root, '.aurora/run/generate.lock'), content);
  {
    using _ = lockFleet(root);
    expect(() => lockFleet(root)).toThrow(RUNNING);
  }
  expect(readdirSync(join(root, '.aurora/run'))).toEqual([]);
});

it.each(['generate', 'upgrade'])(
  'makes a second run, of %s, say who is at work, and write nothing',
  async (command) => {
    writeFileSync(
      join(root, 'aurora.config.yaml'),
      'version: 1\nname: shop\nservices: { gateway: { kind: gateway, port: 9001 } }\n',
    );
    using _ = lockFleet(root);
    const second = await aurora([command], { cwd: root });
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toContain(`process ${process.pid} holds .aurora/run/generate.lock`);
    expect(readdirSync(root)).toEqual(['.aurora', 'aurora.config.yaml']);
    expect(await aurora(['generate', '--check'], { cwd: root })).toMatchObject({ exitCode: 1, stderr: '' });
  },
  60_000,
);
