import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { generatedFolder } from '../support/generated-folder.ts';

const CONFIG = `version: 1
name: shop
enums: { Kind: [shop, web] }
services:
  config-service: { kind: config, port: 9009 }
  crm-service:
    kind: domain
    port: 9001
    entities:
      Customer:
        fields:
          name: { type: string, required: true, maxLength: 80 }
          note: { type: text }
        events:
          visited: { data: { page: { type: string, required: true }, kind: { type: enum, enum: Kind } } }
  order-service:
    kind: domain
    port: 9002
    entities:
      Order:
        fields:
          customerId: { references: crm-service.Customer }
    subscribes:
      greet: { to: [crm-service.Customer.visited] }
`;
/** A subscriber's view of it. */
const GREET = 'services/order-service/src/generated/subscribers/greet/types.ts';
const EVENTS = 'contracts/events/crm-service';
const CREATED = `${EVENTS}/customer.created.v1.json`;
const VISITED = `${EVENTS}/customer.visited.v1.json`;

// Each runs the CLI some times.
jest.setTimeout(120_000);

const { path, read, has, aurora } = generatedFolder(CONFIG);

/** Changes the config, and generates. */
function generate(...changes: readonly [from: string, to: string][]) {
  const config = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The config does not contain ${from}`);
    return text.replace(from, to);
  }, read('aurora.config.yaml'));
  writeFileSync(path('aurora.config.yaml'), config);
  return aurora('generate', '--allow-destructive');
}

const isClean = async () => (await aurora('generate', '--check')).stdout === 'nothing drifted\n';
const everything = () => {
  const files = readdirSync(path(), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules') && !entry.name.endsWith('.yaml'))
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(path().length + 1))
    .filter((file) => !file.startsWith('.aurora/run/'));
  return Object.fromEntries(files.map((file) => [file, read(file)]));
};

describe('contracts of events', () => {
  it('are written for each event, with an example, and go with it', async () => {
    expect(readdirSync(path(EVENTS))).toEqual(
      ['created', 'deleted', 'updated', 'visited'].map((verb) => `customer.${verb}.v1.json`),
    );
    expect(JSON.parse(read(VISITED))).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'shop.crm-service.customer.visited.v1',
      title: 'Customer: visited',
      type: 'object',
      properties: {
        page: { type: 'string', minLength: 1, maxLength: 255 },
        kind: { type: ['string', 'null'], enum: ['shop', 'web', null] },
      },
      required: ['page', 'kind'],
      examples: [{ page: 'Page 1', kind: 'shop' }],
    });
    expect(await aurora('remove', 'event', 'Customer', 'visited', '--cascade')).toMatchObject({ exitCode: 0 });
    expect(has(VISITED)).toBe(false);
    expect(has(CREATED)).toBe(true);
  });

  it('take what who listens can bear, as no promise: events that were sent before have it not', async () => {
    const { exitCode } = await generate(
      ['maxLength: 80 }', 'maxLength: 90 }\n          city: { type: string, required: true }'],
      [
        'page: { type: string, required: true }',
        'page: { type: string, required: true }, size: { type: integer, required: true }',
      ],
    );
    expect(exitCode).toBe(0);
    const { properties, required } = JSON.parse(read(CREATED));
    expect([properties.name.maxLength, 'city' in properties, required.includes('city')]).toEqual([90, true, false]);
    expect(read(GREET)).toContain(
      '  readonly page: string;\n  readonly size?: number;\n  readonly kind: Kind | null;\n',
    );
    // It is required of what is told from now on.
    expect(read('services/crm-service/src/generated/customer/types.ts')).toContain('  readonly city: string;\n');
    expect(await isClean()).toBe(true);
    expect(await generate(['maxLength: 90', 'maxLength: 70'])).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(read(CREATED)).properties.name.maxLength).toBe(90);
    expect(await isClean()).toBe(true);
  });

  it('keep what events that were sent before may have', async () => {
    expect(read(GREET)).toContain('  readonly kind: Kind | null;\n');
    expect(await generate(['[shop, web]', '[shop]'])).toMatchObject({ exitCode: 0 });
    expect(read(GREET)).toContain("  readonly kind: 'shop' | 'web' | null;\n");
    expect(read(GREET)).not.toContain('Kind');
    expect(await isClean()).toBe(true);
    // The command says so itself, where it takes that.
    expect(await aurora('add', 'enum', 'Kind', 'fair')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(
        'Customer.visited has version 2 now, for who listens could not expect it: kind may be "fair"',
      ),
    });
    expect(read(GREET)).toContain('  readonly kind: Kind | null;\n');
    expect(read('services/order-service/src/upcasters/crm-service.customer.visited.v1.ts')).toContain(
      'is to be written',
    );
  });

  it('refuse what they cannot, with each line and difference, and nothing is written', async () => {
    const before = everything();
    const { exitCode, stderr } = await generate(
      ['          note: { type: text }\n', ''],
      ['name: { type: string, required: true', 'name: { type: string'],
      ['page: { type: string', 'page: { type: integer'],
    );
    expect(exitCode).toBe(3);
    expect(stderr.split('\n').filter((line) => line.includes('event_breaks'))).toEqual([
      expect.stringMatching(/aurora\.config\.yaml:10:7 {2}event_breaks {2}Customer: note is no longer carried$/),
      expect.stringMatching(/aurora\.config\.yaml:10:7 {2}event_breaks {2}Customer: name may be null$/),
      expect.stringMatching(
        /aurora\.config\.yaml:14:11 {2}event_breaks {2}Customer\.visited: page is integer, and was string$/,
      ),
    ]);
    expect(stderr).toContain('`eventVersion: 2` of Customer');
    expect(await aurora('generate', '--check')).toMatchObject({ exitCode: 3 });
    expect(everything()).toEqual(before);
  });

  it('have another version in the same run as what it is for; the earlier ones stay, and who listens takes both', async () => {
    const [created, visited] = [read(CREATED), read(VISITED)];
    const { exitCode } = await generate(
      ['          note: { type: text }\n', ''],
      ['        events:', '        eventVersion: 2\n        events:'],
      ['visited: { data: { page: { type: string', 'visited: { version: 2, data: { page: { type: integer'],
    );
    expect(exitCode).toBe(0);
    expect([read(CREATED), read(VISITED)]).toEqual([created, visited]);
    expect(JSON.parse(read(CREATED.replace('v1', 'v2'))).$id).toBe('shop.crm-service.customer.created.v2');
    expect(read('services/crm-service/src/generated/customer/events.ts')).toContain('  schemaVersion: 2,\n');

    const upcasters = read('services/order-service/src/generated/upcasters.ts');
    expect(upcasters).toContain("from: 'shop.crm-service.customer.created.v1',");
    expect(upcasters).toContain("from: 'shop.crm-service.customer.visited.v1',");
    // The one carries less, the other has to be written.
    expect(read('services/order-service/src/upcasters/crm-service.customer.v1.ts')).toContain(
      'export const upcast: Upcast = ({ note: _note, ...rest }) => rest;\n',
    );
    expect(read('services/order-service/src/upcasters/crm-service.customer.visited.v1.ts')).toContain(
      'is to be written',
    );
    expect(read('services/order-service/src/generated/upcasters/crm-service.customer.visited.v1.ts')).toMatch(
      /interface Before \{\n {2}readonly page: string;[\s\S]*interface After \{\n {2}readonly page: number;/,
    );
    expect(read(GREET)).toContain('visited.v2');
    const { operations } = JSON.parse(read('contracts/asyncapi.json'));
    expect(Object.keys(operations).filter((name) => name.includes('visited'))).toEqual([
      'crm-service.send.shop.crm-service.customer.visited.v2',
      'order-service.subscribers.greet.receive.shop.crm-service.customer.visited.v1',
      'order-service.subscribers.greet.receive.shop.crm-service.customer.visited.v2',
    ]);
    expect(await isClean()).toBe(true);

    // What nobody sends any more can be let go of.
    rmSync(path(VISITED));
    expect(await aurora('generate')).toMatchObject({ exitCode: 0 });
    expect(has('services/order-service/src/upcasters/crm-service.customer.visited.v1.ts')).toBe(false);
    expect(has('services/order-service/src/upcasters/crm-service.customer.v1.ts')).toBe(true);
  });

  it('never go back to an earlier version', async () => {
    await generate(['visited: {', 'visited: { version: 2,']);
    const { exitCode, stderr } = await generate(['version: 2, ', '']);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining(`v2 was told before: ${EVENTS}/customer.visited.v2.json`),
    ]);
    rmSync(path(EVENTS, 'customer.visited.v2.json'));
    expect(await aurora('generate')).toMatchObject({ exitCode: 0 });
    expect(await isClean()).toBe(true);
  });

  it('hold in a fresh clone, with the line ends of Windows, and are forgotten with their file', async () => {
    for (const folder of ['.aurora/run', 'node_modules']) rmSync(path(folder), { recursive: true, force: true });
    writeFileSync(path(VISITED), read(VISITED).replaceAll('\n', '\r\n'));
    expect(await isClean()).toBe(true);
    expect(await generate(['page: {', 'url: {'])).toMatchObject({ exitCode: 3 });
    rmSync(path(VISITED));
    expect(await aurora('generate')).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(read(VISITED)).required).toEqual(['url', 'kind']);
  });

  it('that collide are told', async () => {
    writeFileSync(path(VISITED), `<<<<<<< ours\n${read(VISITED)}`);
    const { exitCode, stderr } = await aurora('generate');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`git checkout ${VISITED}`)]);
  });

  it('get the next version from commands that change what is carried', async () => {
    const { exitCode, stdout } = await aurora('rename', 'field', 'Customer', 'note', 'remark');
    expect(stdout).toContain(
      'Customer has eventVersion 2 now, for who listens could not expect it: note is no longer carried',
    );
    expect(exitCode).toBe(0);
    expect(read('aurora.config.yaml')).toContain('        eventVersion: 2\n');
    expect(await isClean()).toBe(true);
    expect(await aurora('remove', 'field', 'Customer', 'remark', '--allow-destructive')).toMatchObject({ exitCode: 0 });
    expect(read('aurora.config.yaml')).toContain('        eventVersion: 3\n');
    expect(read('aurora.config.yaml').match(/eventVersion/g)).toHaveLength(1);
    expect(read('services/order-service/src/generated/upcasters.ts').match(/customer\.created\.v\d/g)).toEqual(
      ['v1', 'v2', 'v2', 'v3'].map((version) => `customer.created.${version}`),
    );
  });
});
