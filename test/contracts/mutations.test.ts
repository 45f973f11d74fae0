import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import { ADDITIONS, type Mutation, OF_CONSUMERS, OF_PROVIDERS } from './mutations.ts';
import { type DeployedFleet, deployFleet, failedPairs, refusedPairs } from './support/fleet.ts';

jest.setTimeout(240_000);

/** Of some tables the short form takes none. */
function each(mutations: readonly Mutation[], work: (mutation: Mutation) => Promise<void>): void {
  for (const mutation of mutations) {
    if (LONG || mutation.short) it(`${mutation.service}: ${mutation.title}`, () => work(mutation));
  }
}
const sorted = (pairs: readonly string[]) => pairs.toSorted();

let fleet: DeployedFleet;
beforeAll(async () => {
  fleet = await deployFleet();
});
afterEach(() => fleet.reset());
afterAll(async () => fleet?.[Symbol.asyncDispose]());

it.each([...OF_PROVIDERS, ...OF_CONSUMERS, ...ADDITIONS])('is made of the code as it is: $title', ({ edits }) => {
  for (const { file, from } of edits) expect(readFileSync(join(repository, file), 'utf8')).toContain(from);
});

describe('a provider that is broken', () => {
  each(OF_PROVIDERS, async ({ service, edits, breaks }) => {
    await fleet.change(edits);
    const report = await fleet.verify(service);
    expect({ failed: sorted(failedPairs(report)), exitCode: report.exitCode }).toEqual({
      failed: sorted(breaks),
      exitCode: 1,
    });
    const decision = await fleet.mayReplace(service);
    expect({ refused: sorted(refusedPairs(decision)), exitCode: decision.exitCode }).toEqual({
      refused: sorted(breaks),
      exitCode: 1,
    });
  });
});

describe('a consumer that asks for what nobody gives', () => {
  each(OF_CONSUMERS, async ({ service, edits, breaks }) => {
    await fleet.change(edits);
    // As long as it is not written down, it is the consumer that fails.
    const drifted = await fleet.verify(service);
    expect({ failed: sorted(failedPairs(drifted)), exitCode: drifted.exitCode }).toEqual({
      failed: sorted(breaks),
      exitCode: 1,
    });
    await fleet.record();
    const report = await fleet.verify(service);
    expect({ failed: sorted(failedPairs(report)), exitCode: report.exitCode }).toEqual({
      failed: sorted(breaks),
      exitCode: 1,
    });
    const decision = await fleet.mayReplace(service);
    expect({ refused: sorted(refusedPairs(decision)), exitCode: decision.exitCode }).toEqual({
      refused: sorted(breaks),
      exitCode: 1,
    });
  });
});

describe('what is added breaks nothing', () => {
  each(ADDITIONS, async ({ service, edits }) => {
    await fleet.change(edits);
    // What a service serves is agreed upon as well, and recorded where it grows.
    await fleet.record();
    expect(await fleet.verify(service)).toMatchObject({ ok: true, exitCode: 0 });
    expect(await fleet.mayReplace(service)).toMatchObject({ deployable: true, exitCode: 0 });
  });
});
