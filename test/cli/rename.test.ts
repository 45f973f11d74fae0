import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { generatedFolder } from './support/generated-folder.ts';

const CONFIG = `version: 1
name: shop
services:
  config-service: { kind: config, port: 9009 }
  crm-service:
    kind: domain
    port: 9001
    entities:
      Customer:
        fields:
          name: { type: string, required: true }
        commands: { block: {}, greet: {} }
  order-service:
    kind: domain
    port: 9002
    entities:
      Order:
        fields:
          code: { type: string, required: true }
          customerId: { references: crm-service.Customer, required: true, embed: customer }
environments:
  production: { services: { crm-service: { port: 9101 } } }
`;
const HOOKS = 'services/crm-service/src/hooks/customer.ts';

jest.setTimeout(120_000);

const { path, read, has, aurora } = generatedFolder(CONFIG);
const rename = (...args: string[]) => aurora('rename', ...args);
const check = () => aurora('generate', '--check');

/** All that is written in a service, the developer's files and the generated ones. */
function sources(service: string): string {
  const folder = path('services', service);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`).join('\n');
}

describe('aurora rename', () => {
  it('moves the files of an entity with their edits, and leaves no old name in what nobody wrote', async () => {
    appendFileSync(path(HOOKS), '// a customer of mine\n');
    appendFileSync(path('services/crm-service/src/commands/customer-greet.ts'), '// hello\n');
    const { exitCode, stdout } = await rename('entity', 'Customer', 'Client');
    expect(stdout).toContain('renamed entity Customer of crm-service to Client\n');
    expect(stdout).toContain(`move       ${HOOKS}  (to services/crm-service/src/hooks/client.ts)\n`);
    expect(stdout).toContain('services/crm-service/src/hooks/client.ts:5  still says customer (now client)\n');
    expect(exitCode).toBe(0);
    expect(read('services/crm-service/src/hooks/client.ts')).toMatch(
      /export const clientHooks: ClientHooks = \{\};\n\/\/ a customer of mine\n$/,
    );
    expect(read('services/crm-service/src/commands/client-greet.ts')).toMatch(/clientGreetCommand[\s\S]*\/\/ hello\n$/);
    expect(read('services/crm-service/src/commands/client-block.ts')).not.toContain('// hello');
    expect(has(HOOKS)).toBe(false);
    expect(sources('crm-service').match(/.*customer(?!Id).*/gi)).toEqual(['// a customer of mine']);
    expect(read('services/order-service/src/seeds/dev.ts')).toContain("seedId('crm-service', 'clients', 'first')");
    expect(readdirSync(path('migrations/crm-service'))).toEqual([
      '0001-create-messaging.ts',
      '0002-create-customers.ts',
      '0003-rename-customers-to-clients.ts',
      '0004-finish-rename-customers-to-clients.ts',
    ]);
    expect(await check()).toMatchObject({ exitCode: 0, stdout: 'nothing drifted\n' });

    // Nobody has edited what the new names went into, so that a second one is no other case.
    expect(await rename('entity', 'Client', 'Customer')).toMatchObject({ exitCode: 0 });
    expect(await aurora('remove', 'service', 'order-service')).toMatchObject({ exitCode: 0 });
    expect(has('services/order-service')).toBe(false);
    expect(await check()).toMatchObject({ exitCode: 0 });
  });

  it('renames a field in seeds and tests', async () => {
    const { exitCode } = await rename('field', 'Order', 'customerId', 'buyerId');
    expect(exitCode).toBe(0);
    // Who listens to orders is promised what they carried.
    expect(read('aurora.config.yaml')).toBe(
      CONFIG.replace('customerId:', 'buyerId:').replace(
        'embed: customer }',
        'embed: buyer, renamedFrom: customerId }\n        eventVersion: 2',
      ),
    );
    expect(sources('order-service').match(/.*customer(?:Id|_id).*/g)).toBeNull();
    expect(read('services/order-service/src/seeds/dev.ts')).toContain("buyerId: seedId('crm-service'");
    expect(await check()).toMatchObject({ exitCode: 0 });
  });

  it('moves a service with everything in its folder', async () => {
    const own = 'services/crm-service/src/own/picture.bin';
    mkdirSync(path(dirname(own)));
    writeFileSync(path(own), Buffer.from([0xff, 0xfe, 0]));
    appendFileSync(path('services/crm-service/README.md'), '\nMine.\n');
    const { exitCode, stdout } = await rename('service', 'crm-service', 'people-service');
    expect(stdout).toContain('move       services/crm-service  (to services/people-service)\n');
    expect(stdout).toContain('move       migrations/crm-service  (to migrations/people-service)\n');
    expect(exitCode).toBe(0);
    expect(readFileSync(path(own.replace('crm', 'people')))).toEqual(Buffer.from([0xff, 0xfe, 0]));
    expect(read('services/people-service/README.md')).toMatch(/^# People service[\s\S]*Mine\.\n$/);
    expect(readdirSync(path('migrations'))).toEqual(['config-service', 'order-service', 'people-service']);
    expect(has('services/crm-service')).toBe(false);
    expect(sources('people-service') + sources('order-service')).not.toContain('crm-service');
    expect(read('aurora.config.yaml')).toBe(CONFIG.replaceAll('crm-service', 'people-service'));
    expect(await check()).toMatchObject({ exitCode: 0 });
  });

  it('writes nothing with --dry-run, nor where the config would have mistakes or a file is in the way', async () => {
    appendFileSync(path(HOOKS), '// mine\n');
    const { stdout } = await rename('entity', 'Customer', 'Client', '--dry-run');
    expect(stdout).toContain('+      Client:\n');
    expect(stdout).toContain('create     services/crm-service/src/generated/client/types.ts  (new)\n');
    expect(await rename('entity', 'Customer', 'client')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('PascalCase'),
    });
    writeFileSync(path('services/crm-service/src/hooks/client.ts'), '// there');
    expect(await rename('entity', 'Customer', 'Client')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is there already'),
    });
    expect(read('aurora.config.yaml')).toBe(CONFIG);
    expect(has(HOOKS)).toBe(true);
    expect(has('services/crm-service/src/generated/client')).toBe(false);
  });

  it('waits for a run that did not come to its end', async () => {
    writeFileSync(path('.aurora/generated/pending.json'), '{"files":[],"merges":[]}');
    expect(await rename('entity', 'Customer', 'Client')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('aurora generate, then this again'),
    });
    expect(read('aurora.config.yaml')).toBe(CONFIG);
  });

  it('--no-generate moves what is yours, and leaves the rest to the next run', async () => {
    appendFileSync(path(HOOKS), '// mine\n');
    await rename('entity', 'Customer', 'Client', '--no-generate');
    expect(has('services/crm-service/src/hooks/client.ts')).toBe(true);
    expect(has('services/crm-service/src/generated/client')).toBe(false);
    await aurora('generate');
    expect(readdirSync(path('migrations/crm-service'))).toHaveLength(4);
    expect(await check()).toMatchObject({ exitCode: 0 });
  });
});
