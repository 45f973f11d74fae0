import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { apply } from '../../../cli/generate/apply.ts';
import { type KnownOutputs, openOutputMemory } from '../../../cli/generate/known-outputs.ts';
import { type Proposal, propose } from '../../../cli/generate/proposal.ts';
import { loadTemplates } from '../../../cli/generate/templates/load.ts';
import { openTree } from '../../../cli/generate/tree.ts';
import { repository } from '../../support/aurora.ts';
import { bigFleet } from '../../support/big-fleet.ts';

const templates = loadTemplates(join(repository, 'templates'));
const size = { services: 3, entities: 2 };

let root: string;
let overrides: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-known-'));
  overrides = join(root, 'overrides');
  for (const folder of [overrides, join(root, 'node_modules')]) mkdirSync(folder);
  write(bigFleet(size));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(config: string): void {
  writeFileSync(join(root, 'aurora.config.yaml'), config);
}

async function proposeWith(known: KnownOutputs | undefined, by = templates): Promise<Proposal> {
  const fleet = await loadFleet({ file: join(root, 'aurora.config.yaml'), environment: 'development' });
  return propose(fleet, by, openTree(root), known);
}

async function generate(): Promise<void> {
  const tree = openTree(root);
  const proposal = await proposeWith(recall());
  apply(proposal, tree);
  openOutputMemory(root, tree, [overrides]).remember(proposal.outputs);
}

function recall(): KnownOutputs | undefined {
  return openOutputMemory(root, openTree(root), [overrides]).recall();
}

const isWhole = ({ path, action, content }: Proposal['changes'][number]) => ({ path, action, content });

it.each([
  ['a field of one entity', (text: string) => text.replace('maxLength: 200', 'maxLength: 90')],
  [
    'an entity that others refer to',
    (text: string) => text.replace('code: {', 'label: { type: text }\n          code: {'),
  ],
  ['the port of a service', (text: string) => text.replace('port: 20011', 'port: 20911')],
  ['one service less', () => bigFleet({ ...size, services: 2 })],
  ['one entity more in each', () => bigFleet({ ...size, entities: 3 })],
  ['the name of the fleet', (text: string) => text.replace('name: big', 'name: small')],
])('what is known from the last run changes nothing of what comes out: %s', async (_, change) => {
  await generate();
  write(change(bigFleet(size)));
  const known = recall();
  expect(known).toBeDefined();
  const quick = await proposeWith(known);
  const whole = await proposeWith(undefined);
  expect(quick.changes.map(isWhole)).toEqual(whole.changes.map(isWhole));
  expect(quick.record).toEqual(whole.record);
  expect(quick.notes).toEqual(whole.notes);
});

it('renders a service again only where it has changed', async () => {
  await generate();
  // Its own alone: nobody refers to the last of the services.
  write(bigFleet(size).replace(/maxLength: 200(?![\s\S]*maxLength: 200)/, 'maxLength: 90'));
  const rendered = new Set<string>();
  const watched = templates.map((template) => ({
    ...template,
    render: (view: { readonly service?: { readonly name: string } }) => {
      if (view.service) rendered.add(view.service.name);
      return template.render(view);
    },
  }));
  await proposeWith(recall(), watched);
  expect([...rendered]).toEqual(['catalogue-1']);
});

it('brings back what was edited or deleted in a service that did not change', async () => {
  await generate();
  const file = 'services/catalogue-1/src/generated/service.ts';
  writeFileSync(join(root, file), 'edited');
  expect((await proposeWith(recall())).changes).toMatchObject([{ path: file, action: 'overwrite' }]);
  rmSync(join(root, file));
  await generate();
  expect((await proposeWith(undefined)).changes).toEqual([]);
});

it('is forgotten when a template has changed, and when the record is of another run', async () => {
  await generate();
  expect(recall()).toBeDefined();
  const later = new Date(Date.now() + 60_000);
  utimesSync(overrides, later, later);
  expect(recall()).toBeUndefined();

  await generate();
  expect(recall()).toBeDefined();
  rmSync(join(root, '.aurora/generated/model.json'));
  expect(recall()).toBeUndefined();
});

it('does without where it cannot be kept', async () => {
  rmSync(join(root, 'node_modules'), { recursive: true });
  await generate();
  expect(recall()).toBeUndefined();
  expect((await proposeWith(undefined)).changes).toEqual([]);
});
