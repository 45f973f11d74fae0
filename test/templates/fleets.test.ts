import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { GeneratedFleet } from './support/generated-fleet.ts';

jest.setTimeout(120_000);

describe.each(['store', 'kinds', 'hr', 'nasty'])('the fleet %s', (name) => {
  let fleet: GeneratedFleet;

  beforeAll(async () => {
    fleet = new GeneratedFleet({ file: join(repository, 'test', 'fleets', name, 'aurora.config.yaml') });
    await fleet.generate();
  });

  afterAll(() => fleet[Symbol.dispose]());

  it('is formatted and linted as it comes', async () => {
    expect(await fleet.lint()).toMatchObject({ exitCode: 0 });
  });

  it('has the strictest types', async () => {
    expect(await fleet.typeCheck()).toEqual([]);
  });

  it('comes out the same the second time', async () => {
    expect(await fleet.generate()).toMatchObject({ changes: [], record: [] });
  });
});
