import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Finished } from '../../support/aurora.ts';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

const CONFIG = `version: 1
name: shop
services:
  order-service:
    kind: domain
    port: 9001
    entities:
      Order:
        fields:
          code: { type: string, required: true }
`;
const SCHEMA = 'services/order-service/src/generated/order/schema.ts';

jest.setTimeout(60_000);

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-generate-'));
  write('aurora.config.yaml', CONFIG);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  writeFileSync(join(root, path), content);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function generate(...args: string[]): Promise<Finished> {
  return aurora(['generate', ...args], { cwd: root });
}

describe('aurora generate', () => {
  it('writes the fleet, then has nothing to do', async () => {
    const first = await generate();
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stdout).toMatch(/^\d+ created, 0 unchanged\n$/);
    expect(await generate()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+ unchanged\n$/) });
    expect(await generate('--check')).toMatchObject({ exitCode: 0, stdout: 'nothing drifted\n' });
  });

  it('--check exits 1 and lists what drifted: edited, missing, left over, and a config that moved on', async () => {
    await generate();
    write(SCHEMA, '// edited\n');
    rmSync(join(root, 'services/order-service/src/generated/order/types.ts'));
    expect(await generate('--check')).toMatchObject({
      exitCode: 1,
      stdout: [
        'overwrite  services/order-service/src/generated/order/schema.ts  (edited, and generated files take no edits)',
        'create     services/order-service/src/generated/order/types.ts  (missing)',
        '2 drifted: aurora generate brings them in line',
        '',
      ].join('\n'),
    });

    await generate();
    write('aurora.config.yaml', CONFIG.replace('9001', '9002'));
    const { stdout } = await generate('--check');
    expect(stdout).toContain('update     services/order-service/README.md  (its output changed)');
    expect(stdout).toContain('update     .aurora/generated/model.json  (the config has changed since)');

    write('aurora.config.yaml', CONFIG.replaceAll('Order:', 'Item:'));
    expect((await generate('--check')).stdout).toContain(
      `remove     ${SCHEMA}  (nothing in the config asks for it any more)`,
    );
  });

  it('--diff and --dry-run show the same changes and write nothing', async () => {
    await generate();
    write('aurora.config.yaml', CONFIG.replace('required: true', 'required: true, maxLength: 8'));
    const before = readdirSync(root, { recursive: true });

    const diff = await generate('--diff');
    expect(diff).toMatchObject({ exitCode: 0 });
    expect(diff.stdout).toContain(`--- a/${SCHEMA}\n+++ b/${SCHEMA}\n`);
    expect(diff.stdout).toContain(
      "-  code: { type: 'string', minLength: 1, maxLength: 255 },\n+  code: { type: 'string', minLength: 1, maxLength: 8 },\n",
    );

    const preview = JSON.parse((await generate('--dry-run', '--json')).stdout);
    expect(preview.changes).toEqual([
      { path: 'migrations/order-service/0003-change-code-of-orders.ts', action: 'create', because: 'new' },
      {
        path: 'services/order-service/src/generated/order/factory.ts',
        action: 'update',
        because: 'its output changed',
      },
      {
        path: 'services/order-service/src/generated/order/model.ts',
        action: 'update',
        because: 'its output changed',
      },
      { path: SCHEMA, action: 'update', because: 'its output changed' },
    ]);
    expect(readdirSync(root, { recursive: true })).toEqual(before);
    expect(read(SCHEMA)).toContain('maxLength: 255');
  });

  it('marks a conflict, exits 1, and goes on once it is resolved', async () => {
    await generate();
    const readme = 'services/order-service/README.md';
    write(readme, read(readme).replace('port 9001', 'port nine thousand and one'));
    write('aurora.config.yaml', CONFIG.replace('9001', '9002'));

    const conflict = await generate();
    expect(conflict).toMatchObject({ exitCode: 1 });
    expect(conflict.stderr).toContain(`${readme}: your edits and the new output meet`);
    expect(read(readme)).toContain('<<<<<<< yours');

    write(readme, read(readme).replace(/<<<<<<<[\s\S]*>>>>>>> generated now\n/, 'Resolved.\n'));
    expect(await generate()).toMatchObject({ exitCode: 0 });
    expect(await generate('--check')).toMatchObject({ exitCode: 0 });
  });

  it('writes nothing of a config with a mistake', async () => {
    write('aurora.config.yaml', CONFIG.replace('required', 'requird'));
    expect(await generate()).toMatchObject({ exitCode: 3 });
    expect(readdirSync(root)).toEqual(['aurora.config.yaml']);
  });

  it('says how a record that two branches wrote is put right', async () => {
    await generate();
    write('.aurora/generated/manifest.json', '<<<<<<< HEAD\n');
    const answer = await generate();
    expect(answer).toMatchObject({ exitCode: 1 });
    expect(answer.stderr).toContain('git checkout --ours .aurora/generated/manifest.json');
  });
});
