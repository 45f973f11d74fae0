import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Document, parseDocument } from 'yaml';
import { loadFleet } from '../../../cli/config/load.ts';
import { apply } from '../../../cli/generate/apply.ts';
import { propose } from '../../../cli/generate/proposal.ts';
import { loadTemplates } from '../../../cli/generate/templates/load.ts';
import { openTree } from '../../../cli/generate/tree.ts';
import { repository } from '../../support/aurora.ts';
import { bigFleet } from '../../support/big-fleet.ts';
import { told } from './support/workspace.ts';

// A whole fleet a test.
jest.setTimeout(60_000);

interface Sample {
  readonly config: string;
  readonly gateway: string;
  readonly settings: string;
  readonly service: string;
  readonly entity: string;
  /** The folder of its code. */
  readonly folder: string;
  /** A text field of it, with a limit. */
  readonly field: string;
  /** Folders of the entities that embed it: their output shows its fields. */
  readonly embeddedIn: readonly string[];
  /** Of those that refer to it and embed nothing: a service's copy has all fields. */
  readonly copiedFor: readonly string[];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  aurora: {
    config: readFileSync(join(repository, 'aurora.config.yaml'), 'utf8'),
    gateway: 'api-gateway',
    settings: 'config-service',
    service: 'subject-service',
    entity: 'Subject',
    folder: 'subject',
    field: 'code',
    embeddedIn: ['services/syllabus-service/src/generated/syllabus'],
    copiedFor: [],
  },
  store: {
    config: readFileSync(join(repository, 'test/fleets/store/aurora.config.yaml'), 'utf8'),
    gateway: 'gateway',
    settings: 'settings',
    service: 'catalogue',
    entity: 'Series',
    folder: 'series',
    field: 'name',
    embeddedIn: ['services/order-service/src/generated/order'],
    copiedFor: ['services/order-service/src/generated/page'],
  },
  big: {
    config: bigFleet({ services: 4, entities: 3 }),
    gateway: 'gateway',
    settings: 'settings',
    service: 'booking-1',
    entity: 'Booking1Batch',
    folder: 'booking1-batch',
    field: 'title',
    embeddedIn: ['services/catalogue-1/src/generated/catalogue1-batch'],
    copiedFor: [],
  },
};

/** What each entity tells. */
const contractsOf = (service: string, entity: string) =>
  ['created', 'deleted', 'updated'].map((verb) => `contracts/events/${service}/${entity}.${verb}.v1.json`);

/** Where a service or an entity that is new is made known. */
const DIRECTORY = [
  'contracts/asyncapi.json',
  'README.md',
  'services/client/README.md',
  'services/client/src/generated/client.ts',
  'services/client/src/generated/index.ts',
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-locality-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What a change of the config does to the files: `update services/…`. */
async function filesOf({ config }: Sample, change: (document: Document) => void): Promise<string[]> {
  const templates = loadTemplates(join(repository, 'templates'));
  const proposeFor = async (text: string) => {
    const file = join(root, 'aurora.config.yaml');
    writeFileSync(file, text);
    return propose(await loadFleet({ file, environment: 'development' }), templates, openTree(root));
  };
  apply(await proposeFor(config), openTree(root));
  const document = parseDocument(config);
  change(document);
  return told(await proposeFor(document.toString()));
}

const updates = (...paths: readonly string[]) => paths.map((path) => `update ${path}`).sort();
const isCreated = (line: string) => line.startsWith('create ');
const isMigration = (line: string) => line.startsWith('create migrations/');
/** What services ask of each other is tested on both sides. */
const isContractTest = (line: string) => line.includes('/test/contracts/generated/');
/** Without those. */
const codeIn = (files: readonly string[]) => files.filter((line) => !isMigration(line) && !isContractTest(line));

describe.each(Object.entries(SAMPLES))('in the fleet %s', (_, sample) => {
  const { service, entity, folder, field, embeddedIn, copiedFor, gateway, settings } = sample;
  const own = `services/${service}/src/generated`;
  const entities = ['services', service, 'entities'];
  const fields = [...entities, entity, 'fields'];

  it('another limit of a field touches the model and the schemas that show it', async () => {
    const files = await filesOf(sample, (document) => document.setIn([...fields, field, 'maxLength'], 231));
    expect(codeIn(files)).toEqual(
      updates(
        ...contractsOf(service, folder),
        ...['factory.ts', 'model.ts', 'schema.ts'].map((name) => `${own}/${folder}/${name}`),
        ...embeddedIn.map((other) => `${other}/schema.ts`),
      ),
    );
  });

  it('a new field touches the code of its entity, its type in the client, and who has copies of it', async () => {
    const files = await filesOf(sample, (document) => document.setIn([...fields, 'shelf'], { type: 'string' }));
    expect(codeIn(files)).toEqual(
      updates(
        ...contractsOf(service, folder),
        `services/client/src/generated/entities/${folder}.ts`,
        `${own}/${folder}/commands/create-${folder}.ts`,
        ...['factory.ts', 'model.ts', 'schema.ts', 'types.ts'].map((name) => `${own}/${folder}/${name}`),
        ...[...embeddedIn, ...copiedFor].map((other) => `${other}/references.ts`),
        ...embeddedIn.map((other) => `${other}/schema.ts`),
      ),
    );
  });

  it('a new field touches the tests of contracts of its service, of the client, and of who asks for it', async () => {
    const files = await filesOf(sample, (document) => document.setIn([...fields, 'shelf'], { type: 'string' }));
    const asking = [...embeddedIn, ...copiedFor].map((other) => other.split('/')[1]);
    expect(files.filter(isContractTest)).toEqual(
      updates(
        `services/${service}/test/contracts/generated/states.ts`,
        ...new Set(
          ['client', ...asking].map(
            (other) => `services/${other}/test/contracts/generated/consumes-${service}.test.ts`,
          ),
        ),
      ),
    );
  });

  it('a new entity touches what lists the entities of its service or of the fleet, and no other code', async () => {
    const files = await filesOf(sample, (document) =>
      document.setIn([...entities, 'Shelf'], document.createNode({ fields: { label: { type: 'string' } } })),
    );
    expect(codeIn(files).filter((line) => !isCreated(line))).toEqual(
      updates(
        ...DIRECTORY,
        `services/${gateway}/README.md`,
        `services/${gateway}/src/generated/routes.ts`,
        `services/${service}/README.md`,
        ...['seed-plan.ts', 'seeds.ts', 'service.ts'].map((name) => `${own}/${name}`),
      ),
    );
    const places = `contracts/events/${service}/|services/${service}/(src|test)/|services/client/src/generated/entities/|migrations/${service}/`;
    const foreign = files
      .filter(isCreated)
      .filter((line) => !new RegExp(`^create (${places}).*shel(f|ves)`).test(line));
    expect(foreign).toEqual([]);
    expect(files).toContain(`create ${own}/shelf/model.ts`);
  });

  it('a new service touches what lists the services of the fleet, and none of them', async () => {
    const files = await filesOf(sample, (document) =>
      document.setIn(
        ['services', 'shelving'],
        document.createNode({
          kind: 'domain',
          port: 19_999,
          entities: { Shelf: { fields: { label: { type: 'string' } } } },
        }),
      ),
    );
    expect(codeIn(files).filter((line) => !isCreated(line))).toEqual(
      updates(
        ...DIRECTORY,
        'Dockerfile',
        `services/${gateway}/README.md`,
        `services/${gateway}/src/generated/routes.ts`,
        `services/${settings}/src/generated/fleet.ts`,
      ),
    );
    const places =
      /^create (contracts\/events\/shelving\/|services\/shelving\/|migrations\/shelving\/|services\/client\/src\/generated\/entities\/shelf)/;
    expect(codeIn(files).filter((line) => isCreated(line) && !places.test(line))).toEqual([]);
    const tests = files.filter((line) => isContractTest(line) && !places.test(line));
    expect(tests.filter((line) => !/\/consumes-shelving\.|\/provides\./.test(line))).toEqual([]);
  });
});
