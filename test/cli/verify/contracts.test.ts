import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../cli/config/model.ts';
import { keepVerdicts } from '../../../cli/contracts/kept.ts';
import { readPact } from '../../../cli/contracts/pact.ts';
import { pairsOf } from '../../../cli/contracts/pairs.ts';
import { versionOf } from '../../../cli/contracts/version.ts';
import { contractsOf, NOTHING_STANDS } from '../../../cli/generate/plan/contracts/contracts.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { contractChecks } from '../../../cli/verify/checks/contracts.ts';
import { runChecks } from '../../../cli/verify/run.ts';
import { git } from '../../support/git.ts';
import { FLEET, shop } from './support/shop.ts';

const PATH = { get: { responses: { 200: { description: 'It.', content: {} } } } };
const DOCUMENT = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/health': PATH } };

let fleet: Fleet;
beforeEach(async () => {
  fleet = { ...FLEET, root: await mkdtemp(join(tmpdir(), 'aurora-contracts-')) };
  const contracts = contractsOf(fleet, NOTHING_STANDS);
  for (const { name } of fleet.services) {
    await write(`contracts/openapi/${name}.json`, JSON.stringify(DOCUMENT));
    for (const each of contracts.by(name)) await write(each.path(1), each.text(1));
  }
});
afterEach(() => rm(fleet.root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(fleet.root, path)), { recursive: true });
  await writeFile(join(fleet.root, path), text);
}

/** What did not pass, while a service serves a document. */
async function troubles(served: object = DOCUMENT): Promise<string[]> {
  await using running = await shop(
    (service, { path }) =>
      path === '/openapi.json' ? { status: 200, body: service === 'orders-service' ? served : DOCUMENT } : undefined,
    fleet,
  );
  const outcomes = await runChecks(await contractChecks(running.ground), running.ground, {
    ...{ budgetMs: 60_000, patienceMs: 20_000, narrator: silentNarrator },
  });
  expect(outcomes.length).toBeGreaterThan(5);
  return outcomes.flatMap(({ status, claim, reason }) =>
    status === 'passed' ? [] : [`${status}: ${claim}: ${reason}`],
  );
}

/** A pact of each pair of the config. */
async function recordAll(): Promise<void> {
  for (const pair of pairsOf(fleet)) await write(fileOf(pair), textOf(pair));
}

interface Pair {
  readonly consumer: string;
  readonly provider: string;
}

const fileOf = ({ consumer, provider }: Pair) => `contracts/pacts/${consumer}-${provider}.json`;

function textOf({ consumer, provider }: Pair): string {
  const interactions = ['Synchronous/HTTP', 'Asynchronous/Messages'].map((type) => ({ type, description: type }));
  return JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions });
}

async function verifyAll(failing?: Pair): Promise<void> {
  await write('.gitignore', '.aurora/run\n');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-qm', 'x'],
  ])
    git(fleet.root, ...args);
  const { version } = await versionOf(fleet.root);
  const verdicts = pairsOf(fleet).map((pair) => {
    const { consumer, provider } = pair;
    const fails = failing && fileOf(failing) === fileOf(pair);
    const { digest } = readPact(textOf(pair));
    return {
      consumer,
      provider,
      consumerVersion: null,
      digest,
      version,
      success: !fails,
      failures: fails ? ['no title'] : [],
    };
  });
  await keepVerdicts(fleet.root, version, verdicts);
}

const UNRECORDED = 'skipped: services keep their pacts: nobody has recorded one: aurora contracts record';

describe('the checks of contracts', () => {
  it('pass where all is as it was agreed upon, and let a fleet be that has recorded no pact', async () => {
    expect(await troubles()).toEqual([UNRECORDED]);
    await recordAll();
    await verifyAll();
    expect(await troubles()).toEqual([]);
  });

  it.each<[title: string, served: object, failure: RegExp | undefined]>([
    ['a path is gone', { ...DOCUMENT, paths: {} }, /: GET \/health: no longer served$/],
    [
      'an answer has another status',
      { ...DOCUMENT, paths: { '/health': { get: { responses: { 204: {} } } } } },
      /: GET \/health answer/,
    ],
    [
      'a parameter is asked for',
      { ...DOCUMENT, paths: { '/health': { get: { ...PATH.get, requestBody: { required: true } } } } },
      /: GET \/health request body/,
    ],
    [
      'a path is new, and prose is other',
      { ...DOCUMENT, info: {}, paths: { ...DOCUMENT.paths, '/new': PATH } },
      undefined,
    ],
  ])('tell where %s', async (_title, served, failure) => {
    const expected = failure
      ? [
          expect.stringMatching(
            `^failed: orders-service serves what its OpenAPI document promises: .*${failure.source}`,
          ),
        ]
      : [];
    expect(await troubles(served)).toEqual([...expected, UNRECORDED]);
  });

  it('tell of an event whose contract is gone, or another', async () => {
    const file = 'contracts/events/orders-service/order.created.v1.json';
    await rm(join(fleet.root, file));
    const failure = `failed: every event of orders-service has its contract: not as the config says: ${file}`;
    expect(await troubles()).toEqual([failure, UNRECORDED]);
  });

  it('tell of a pair without a pact where others have one, of a pact that is not kept, and of one that nobody can read', async () => {
    const [first, second] = pairsOf(fleet) as readonly Pair[] as [Pair, Pair];
    await recordAll();
    await verifyAll(first);
    expect(await troubles()).toEqual([
      `failed: ${first.provider} keeps what ${first.consumer} expects of it: no title`,
    ]);
    await rm(join(fleet.root, fileOf(second)));
    // The tree is another one now: of the others nothing is known.
    const failed = (await troubles()).filter((each) => each.startsWith('failed'));
    expect(failed).toEqual([expect.stringMatching(/no pact is committed: aurora contracts record$/)]);
    await write(fileOf(second), '{');
    expect(await troubles()).toEqual([expect.stringMatching(/^failed: every pact can be read: .*cannot be read/)]);
  });

  it('leave out pacts that have not been verified as they are, in one line', async () => {
    await recordAll();
    expect(await troubles()).toEqual([
      'skipped: services keep their pacts: none verified as the code is now: aurora contracts verify',
    ]);
  });
});
