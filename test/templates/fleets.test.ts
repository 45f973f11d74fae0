import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { GeneratedFleet } from './support/generated-fleet.ts';

jest.setTimeout(120_000);

describe.each(['store', 'hr'])('a fleet of another domain, %s,', (name) => {
  let store: GeneratedFleet;

  beforeAll(async () => {
    store = new GeneratedFleet({ file: join(repository, 'test', 'fleets', name, 'aurora.config.yaml') });
    await store.generate();
  });

  afterAll(() => store[Symbol.dispose]());

  it('is formatted and linted as it comes', async () => {
    expect(await store.lint()).toMatchObject({ exitCode: 0 });
  });

  it('has the strictest types', async () => {
    expect(await store.typeCheck()).toEqual([]);
  });

  it('comes out the same the second time', async () => {
    expect(await store.generate()).toMatchObject({ changes: [], record: [] });
  });
});
