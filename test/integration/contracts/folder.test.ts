import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readPact } from '../../../cli/contracts/pact.ts';
import type { Publication, PublishedPact } from '../../../cli/contracts/store/contract.ts';
import { folderStore } from '../../../cli/contracts/store/folder.ts';

const pact = readPact('{"consumer":{"name":"web"},"provider":{"name":"api"},"interactions":[]}');
const web = (version: string): Publication => ({
  name: 'web',
  version,
  branch: null,
  pacts: [pact],
  verifications: [],
});
const api = (version: string, failure?: string): Publication => ({
  name: 'api',
  version,
  branch: 'main',
  pacts: [],
  verifications: [
    { pact, consumerVersion: '1', success: failure === undefined, failures: failure === undefined ? [] : [failure] },
  ],
});

describe('a folder as a broker', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'aurora-contracts-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('lies as the page says, all of it text that people can read', async () => {
    const store = folderStore(root, () => new Date('2026-01-01T08:00:00Z'));
    await store.publish([web('1'), api('2', '$.name is missing')]);
    await store.recordDeployment({ name: 'web', version: '1' }, 'production');
    const files = (await readdir(root, { recursive: true, withFileTypes: true }))
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
      .toSorted();
    expect(files).toEqual([
      'environments/production/web.json',
      `pacts/web/api/${pact.digest}.json`,
      `verifications/web/api/${pact.digest}/2.json`,
      'versions/api/2.json',
      'versions/web/1.json',
    ]);
    const verdict = await readFile(join(root, files[2] ?? ''), 'utf8');
    expect(JSON.parse(verdict)).toEqual({
      success: false,
      failures: ['$.name is missing'],
      verifiedAt: '2026-01-01T08:00:00.000Z',
    });
  });

  it('takes many writers and readers at once: nobody sees half of anything, and nothing is lost', async () => {
    const [writer, reader] = [folderStore(root), folderStore(root)];
    await writer.publish([web('0')]);
    let reading = true;
    const read = async () => {
      let seen = 0;
      while (reading) {
        for (const version of ['0', '1', '7', '19']) {
          const found = await reader.published({ name: 'web', version });
          // What a version names is there before it.
          if (found) expect(await reader.content(found.pacts[0] as PublishedPact)).toEqual(pact.content);
          const held = await reader.published({ name: 'api', version });
          if (held)
            expect(await reader.verdict({ ...pact, consumerVersion: '1' }, version)).toMatchObject({ success: true });
          seen++;
        }
        await reader.deployed('production');
      }
      return seen;
    };
    const readers = [read(), read()];
    const versions = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(
      [...versions, ...versions].map(async (version) => {
        const own = folderStore(root);
        await own.publish([web(version), api(version)]);
        await own.recordDeployment({ name: 'web', version }, 'production');
      }),
    );
    reading = false;
    for (const seen of await Promise.all(readers)) expect(seen).toBeGreaterThan(0);
    const found = await Promise.all(versions.map((version) => reader.published({ name: 'web', version })));
    expect(found.every((each) => each?.pacts.length === 1)).toBe(true);
    expect(await reader.deployed('production')).toHaveLength(1);
    const left = (await readdir(root, { recursive: true })).filter((name) => /(^|\/)\./.test(name));
    expect(left).toEqual([]);
  });

  it('lets one of two win that publish different pacts as one version', async () => {
    const other = readPact(
      '{"consumer":{"name":"web"},"provider":{"name":"api"},"interactions":[{"description":"x"}]}',
    );
    const both = [web('1'), { ...web('1'), pacts: [other] }].map((each) => folderStore(root).publish([each]));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'version_taken' } });
  });

  it('says which file is damaged, and takes what a killed writer has left for nothing', async () => {
    const store = folderStore(root);
    await store.publish([web('1')]);
    await writeFile(join(root, 'versions/web/.0b7c'), '{"na');
    expect(await store.published({ name: 'web', version: '1' })).not.toBeNull();
    await writeFile(join(root, 'versions/web/1.json'), '{"na');
    await expect(store.published({ name: 'web', version: '1' })).rejects.toMatchObject({
      code: 'store_damaged',
      message: expect.stringContaining('versions/web/1.json'),
    });
  });

  it('does not take a folder that is not there for one in which nothing runs', async () => {
    const store = folderStore(join(root, 'elsewhere'));
    await expect(store.deployed('production')).rejects.toMatchObject({ code: 'no_store' });
    expect(await store.published({ name: 'web', version: '1' })).toBeNull();
    await writeFile(join(root, 'file'), '');
    await expect(folderStore(join(root, 'file')).publish([web('1')])).rejects.toMatchObject({ code: 'no_store' });
  });
});
