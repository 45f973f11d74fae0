import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerStore } from '../../../cli/contracts/broker/store.ts';
import { decide, gather } from '../../../cli/contracts/matrix.ts';
import { digestOf, type Pact, readPact } from '../../../cli/contracts/pact.ts';
import type { ContractStore, Publication, PublishedPact } from '../../../cli/contracts/store/contract.ts';
import { folderStore } from '../../../cli/contracts/store/folder.ts';
import { startPactBroker } from '../../support/pact-broker/broker.ts';

interface Place extends AsyncDisposable {
  readonly store: ContractStore;
}

async function folder(): Promise<Place> {
  const path = await mkdtemp(join(tmpdir(), 'aurora-contracts-'));
  return {
    store: folderStore(join(path, 'broker')),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

async function broker(): Promise<Place> {
  const server = await startPactBroker();
  return {
    store: brokerStore({ url: server.url, authorization: undefined }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function pact(consumer: string, provider: string, ...descriptions: string[]): Pact {
  const interactions = descriptions.map((description) => ({ type: 'Synchronous/HTTP', description }));
  return readPact(JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions }));
}

const webAsksApi = pact('web', 'api', 'a thing');
const webAsksMore = pact('web', 'api', 'a thing', 'another');

function publication(name: string, version: string, rest: Partial<Publication> = {}): Publication {
  return { name, version, branch: 'main', pacts: [], verifications: [], ...rest };
}

const verified = (consumerVersion: string, of: Pact, success = true) => ({
  pact: of,
  consumerVersion,
  success,
  failures: success ? [] : ['$.name is missing'],
});

/** Both keep the same promises, or a fleet could not go from one to the other. */
describe.each([
  ['a folder', folder],
  ['a Pact Broker', broker],
])('%s', (_, open) => {
  let place: Place;
  let store: ContractStore;
  const may = async (...candidates: { name: string; version: string }[]) =>
    decide(await gather(store, { candidates, environment: 'production', expected: [] }));

  beforeAll(async () => {
    place = await open();
    store = place.store;
    await store.publish([
      publication('web', '1', { pacts: [webAsksApi] }),
      publication('api', '1', { verifications: [verified('1', webAsksApi)] }),
      publication('idle', '1', { branch: null }),
    ]);
  });
  afterAll(async () => {
    await place[Symbol.asyncDispose]();
  });

  it('has what was published, and nothing else', async () => {
    const web = await store.published({ name: 'web', version: '1' });
    expect(web?.pacts).toEqual([expect.objectContaining({ consumer: 'web', consumerVersion: '1', provider: 'api' })]);
    const [asked] = web?.pacts ?? [];
    expect(digestOf(await store.content(asked as PublishedPact))).toBe(webAsksApi.digest);
    expect(await store.published({ name: 'api', version: '1' })).toMatchObject({ pacts: [], verified: true });
    expect(await store.published({ name: 'idle', version: '1' })).toMatchObject({ pacts: [], verified: false });
    expect(await store.published({ name: 'web', version: '2' })).toBeNull();
    expect(await store.published({ name: 'nobody', version: '1' })).toBeNull();
  });

  it('knows what runs where, and takes the place of what ran there before', async () => {
    expect(await store.environments()).toEqual([]);
    expect(await store.deployed('production')).toEqual([]);
    await store.recordDeployment({ name: 'web', version: '1' }, 'production');
    await store.recordDeployment({ name: 'api', version: '1' }, 'production');
    await store.recordDeployment({ name: 'api', version: '1' }, 'staging');
    const both = [
      { name: 'api', version: '1' },
      { name: 'web', version: '1' },
    ];
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect([...(await store.deployed('production'))].sort(byName)).toEqual(both);
    expect((await store.environments()).toSorted()).toEqual(['production', 'staging']);
    await store.publish([publication('api', '2', { verifications: [verified('1', webAsksApi, false)] })]);
    await store.recordDeployment({ name: 'api', version: '2' }, 'staging');
    expect(await store.deployed('staging')).toEqual([{ name: 'api', version: '2' }]);
    expect(await store.deployed('nowhere')).toEqual([]);
  });

  it('does not record what it does not know', async () => {
    await expect(store.recordDeployment({ name: 'api', version: '99' }, 'production')).rejects.toMatchObject({
      code: 'no_such_version',
    });
  });

  it('lets the one that broke a pact stay out, and in once it keeps it', async () => {
    expect(await may({ name: 'api', version: '2' })).toMatchObject({
      deployable: false,
      rows: [{ consumer: 'web', consumerVersion: '1', provider: 'api', providerVersion: '2', status: 'failed' }],
    });
    await store.publish([publication('api', '2', { verifications: [verified('1', webAsksApi)] })]);
    expect(await may({ name: 'api', version: '2' })).toMatchObject({ deployable: true });
  });

  it('takes a verification for all versions that have the same pact, and for no other pact', async () => {
    const moved = readPact(JSON.stringify({ metadata: { tool: '2' }, ...webAsksApi.content }));
    expect(moved.digest).toBe(webAsksApi.digest);
    await store.publish([
      publication('web', '2', { pacts: [moved] }),
      publication('web', '3', { pacts: [webAsksMore] }),
    ]);
    expect(await may({ name: 'web', version: '2' })).toMatchObject({ deployable: true });
    expect(await may({ name: 'web', version: '3' })).toMatchObject({
      deployable: false,
      rows: [{ providerVersion: '1', status: 'unknown' }],
    });
    expect(await may({ name: 'idle', version: '1' })).toMatchObject({
      deployable: false,
      rows: [{ consumer: 'idle', status: 'no_pact' }],
    });
  });

  it('takes the same again, and no other pact under the same version', async () => {
    await store.publish([publication('web', '3', { pacts: [webAsksMore] })]);
    await expect(store.publish([publication('web', '3', { pacts: [webAsksApi] })])).rejects.toMatchObject({
      exit: 'failed',
      next: expect.stringContaining('commit what has changed'),
    });
  });

  it.each(['../up', '', 'a b', '.hidden', 'x'.repeat(129), 'a/b'])('refuses a version called %j', async (version) => {
    await expect(store.publish([publication('web', version)])).rejects.toMatchObject({ code: 'bad_name' });
    await expect(store.published({ name: 'web', version })).rejects.toMatchObject({ code: 'bad_name' });
  });
});
