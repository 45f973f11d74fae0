import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expectedMigration } from '../../../cli/runtimes/expected-migration.ts';

describe('the migration that a service counts on', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'aurora-test-expected-'));
    await mkdir(join(root, 'migrations/orders'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (name: string, text = '') => writeFile(join(root, 'migrations/orders', name), text);

  it('is the newest of its folder', async () => {
    await write('0001-create-orders.ts');
    await write(
      '0010-add-price.ts',
      "// A comment: export const phase = 'contract';\nexport const phase: Phase = 'expand';\n",
    );
    await write('0002-add-name.ts');
    await write('README.md');
    expect(expectedMigration(root, 'orders')).toBe('0010-add-price');
  });

  it('is none that contracts: it comes when nothing of the version before runs', async () => {
    await write('0001-create-orders.ts');
    await write('0002-drop-price.ts', "import x from 'y';\nexport const phase = 'contract';\n");
    await write('0003-drop-name.ts', 'export const phase: Phase = "contract" as const;\n');
    expect(expectedMigration(root, 'orders')).toBe('0001-create-orders');
  });

  it('is none where there is no migration', async () => {
    expect([expectedMigration(root, 'orders'), expectedMigration(root, 'items')]).toEqual([undefined, undefined]);
  });
});
