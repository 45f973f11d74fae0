import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { emptyBank, writtenBank } from './support/bank.ts';
import type { GeneratedFleet } from './support/generated-fleet.ts';

jest.setTimeout(120_000);

describe('a fleet with commands and queries of its own', () => {
  let bank: GeneratedFleet;

  beforeAll(async () => {
    bank = emptyBank();
    await bank.generate();
  });

  afterAll(() => bank[Symbol.dispose]());

  it('is formatted and linted as it comes', async () => {
    expect(await bank.lint()).toMatchObject({ exitCode: 0 });
  });

  it('has the strictest types', async () => {
    expect(await bank.typeCheck()).toEqual([]);
  });

  it('comes out the same the second time', async () => {
    expect(await bank.generate()).toMatchObject({ changes: [], record: [] });
  });
});

describe('its handlers, written', () => {
  let bank: GeneratedFleet;

  beforeAll(async () => {
    bank = await writtenBank();
  });

  afterAll(() => bank[Symbol.dispose]());

  it('are typed by what the config says of them', async () => {
    expect(await bank.typeCheck()).toEqual([]);
    expect(await bank.lint()).toMatchObject({ exitCode: 0 });
  });

  it('are kept by the next run', async () => {
    expect(await bank.generate()).toMatchObject({ changes: [] });
  });
});
