import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FIELD_TYPES } from '../../cli/config/fields/index.ts';
import type { Finished } from '../support/aurora.ts';
import { warmAurora as aurora } from '../support/warm-cli/index.ts';

const TYPES = Object.keys(FIELD_TYPES)
  .filter((type) => type !== 'reference')
  .join(', ');

const CONFIG = `version: 1
name: shop # ours

services:
  config-service: { kind: config, port: 9000 }
  # the one that earns
  order-service:
    kind: domain
    port: 9001
    entities:
      Order:
        fields:
          code:   { type: string,   required: true } # aligned by hand
environments:
  production: { services: { order-service: { port: '\${PORT}' } } }
`;

jest.setTimeout(120_000);

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-add-'));
  writeFileSync(join(root, 'aurora.config.yaml'), CONFIG);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const add = (...args: string[]): Promise<Finished> => aurora(['add', ...args], { cwd: root });

describe('aurora add', () => {
  it('changes the config in one place alone, and generates', async () => {
    const { exitCode, stdout } = await add('field', 'Order', 'total:integer', '--required', '--min', '0');
    expect(stdout).toMatch(/^added field total of Order\n\d+ created, 0 unchanged\nseeds and tests are yours .*\n$/);
    expect(exitCode).toBe(0);
    const line = '          total: { type: integer, required: true, min: 0 }\n';
    expect(read('aurora.config.yaml')).toBe(CONFIG.replace('environments:', `${line}environments:`));
    expect(read('services/order-service/src/generated/order/types.ts')).toContain('total: number');
    expect(await aurora(['generate', '--check'], { cwd: root })).toMatchObject({ exitCode: 0 });

    const second = await add('field', 'Order', 'note:text');
    expect(second.stdout).not.toContain('seeds and tests');
    expect(readdirSync(join(root, 'migrations/order-service')).slice(2)).toEqual(['0003-add-note-to-orders.ts']);
  });

  it.each([
    ['command', ['Order', 'pay', '--output', 'paid:boolean'], 'commands/order-pay'],
    ['query', ['order-service', 'totals', '--output', 'sum:integer'], 'queries/totals'],
    ['subscriber', ['order-service', 'onOrder', 'Order.created'], 'subscribers/on-order'],
  ])('names the handler of a %s that is to be written', async (kind, words, file) => {
    const { stdout } = await add(kind, ...words);
    const next = `next: write services/order-service/src/${file}.ts, which throws not_implemented until then`;
    expect(stdout.match(/^next: .*$/gm)).toEqual([next]);
    expect(existsSync(join(root, `services/order-service/src/${file}.ts`))).toBe(true);
  });

  it('adds a whole service', async () => {
    const { stdout } = await add('service', 'bill-service', 'Invoice', 'number:string!,unique', 'order:Order!');
    expect(stdout).toContain('added service bill-service on port 9002, with the entity Invoice (number, orderId)\n');
    expect(stdout).toContain('npm install');
    const migrations = readdirSync(join(root, 'migrations/bill-service'));
    const first = migrations.find((name) => name.endsWith('-create-invoices.ts'));
    expect(read(`migrations/bill-service/${first}`)).toContain('order_id');
    expect(await aurora(['config', 'validate'], { cwd: root, env: { PORT: '9100' } })).toMatchObject({ exitCode: 0 });
  });

  it('tells every mistake with its line, and writes nothing', async () => {
    const { exitCode, stderr } = await add('field', 'Order', 'id:integer,min=2,max=1', 'code2:strin');
    expect(exitCode).toBe(3);
    expect(stderr).toBe(`error: aurora.config.yaml would have 3 mistakes, so nothing was written.
  aurora.config.yaml:14:11  reserved_name  every resource has its own \`id\`
    14 | id: { type: integer, min: 2, max: 1 }
  aurora.config.yaml:14:37  min_over_max  \`min\` 2 is larger than \`max\` 1
    14 | id: { type: integer, min: 2, max: 1 }
  aurora.config.yaml:15:26  unknown_value  \`type\` must be one of ${TYPES}, not \`strin\`  (did you mean string?)
    15 | code2: { type: strin }
  next: correct what is wrong in these lines, and type the command again
`);
    expect(read('aurora.config.yaml')).toBe(CONFIG);
    expect(existsSync(join(root, 'services'))).toBe(false);
  });

  it('writes nothing for a config that has mistakes already', async () => {
    writeFileSync(join(root, 'aurora.config.yaml'), CONFIG.replace('9001', '80'));
    const { exitCode, stderr } = await add('field', 'Order', 'note:text');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('aurora.config.yaml:9:11  out_of_range');
    expect(read('aurora.config.yaml')).not.toContain('note');
  });

  it('--dry-run shows what would be done and does nothing', async () => {
    const { exitCode, stdout } = await add('entity', 'order-service', 'Item', 'name:string', '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+      Item:\n+        fields:\n+          name: { type: string }\n');
    expect(stdout).toContain('create     migrations/order-service/0002-create-orders.ts  (new)\n');
    expect(read('aurora.config.yaml')).toBe(CONFIG);
    expect(existsSync(join(root, 'services'))).toBe(false);
  });

  it('--no-generate changes the config alone; --json tells it to programs', async () => {
    const { stdout } = await add('field', 'Order', 'note:text', '--no-generate', '--json');
    expect(JSON.parse(stdout)).toEqual({
      file: join(root, 'aurora.config.yaml'),
      what: 'field note of Order',
      diff: expect.stringContaining('+          note: { type: text }\n'),
      written: true,
      generation: null,
      notes: [],
      moves: [],
      leftOver: [],
    });
    expect(existsSync(join(root, 'services'))).toBe(false);
  });

  it('writes through a link to the config', async () => {
    writeFileSync(join(root, 'real.yaml'), CONFIG);
    rmSync(join(root, 'aurora.config.yaml'));
    symlinkSync('real.yaml', join(root, 'aurora.config.yaml'));
    expect((await add('field', 'Order', 'note:text', '--no-generate')).exitCode).toBe(0);
    expect(read('real.yaml')).toContain('note: { type: text }');
  });

  it('asks nobody where nobody is', async () => {
    expect(await add('entity')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('The service is missing.'),
    });
    expect(await add('service', 'a', '--prot', '1')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean: --port'),
    });
  });

  it('leaves the config as it was where the code cannot be generated', async () => {
    await aurora(['generate'], { cwd: root });
    writeFileSync(join(root, '.aurora/generated/manifest.json'), '<<<<<<<');
    const { exitCode, stderr } = await add('field', 'Order', 'note:text');
    expect(stderr).toContain('.aurora/generated/manifest.json cannot be read.');
    expect(exitCode).toBe(1);
    expect(read('aurora.config.yaml')).toBe(CONFIG);
  });

  it('keeps the change where edits and new output collide, and says what to do', async () => {
    await aurora(['generate'], { cwd: root });
    const readme = 'services/order-service/README.md';
    writeFileSync(join(root, readme), read(readme).replaceAll(/^\|.*$/gm, 'mine'));
    const { exitCode, stderr } = await add('entity', 'order-service', 'Item', 'name:string');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('1 file holds conflicts between your edits and the new output.');
    expect(stderr).toContain('aurora.config.yaml has the change already (');
    expect(stderr).toContain('next: resolve the markers (<<<<<<<), then aurora generate');
    expect(read('aurora.config.yaml')).toContain('Item:');
  });
});
