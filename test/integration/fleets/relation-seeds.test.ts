import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { applySeeds } from '../../../shared/seeds/index.ts';
import { repository } from '../../support/aurora.ts';
import { readableLog } from '../../support/log.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';
import { startServiceOf } from '../support/service-of.ts';

jest.setTimeout(120_000);

const file = join(repository, 'test', 'fleets', 'hr', 'aurora.config.yaml');

/** Rows of the config, the owner of the list first. */
const lists = `
version: 1
name: shelf
services:
  library:
    kind: domain
    port: 9600
    entities:
      Book:
        fields: { tagIds: { references: Tag, many: true, required: true } }
        seeds: { dev: { both: { tagIds: [second, first] } } }
      Tag:
        fields: { label: { type: string } }
        seeds: { dev: { first: { label: a }, second: { label: b } } }
`;

async function seedPlanOf({ root }: GeneratedFleet, service: string): Promise<Parameters<typeof applySeeds>[0]> {
  return (await import(join(root, 'services', service, 'src', 'generated', 'seed-plan.ts'))).seedPlan;
}

describe('rows that refer to each other', () => {
  it.each(['dev', 'test'])('are seeded in the order that foreign keys allow, once: %s', async (profile) => {
    using fleet = new GeneratedFleet({ file });
    await fleet.generate();
    const seedPlan = await seedPlanOf(fleet, 'staff-service');
    await using staff = await startServiceOf(fleet, 'staff-service');
    const { log } = readableLog();
    const { created, kept, skipped } = await applySeeds(seedPlan, profile, staff.app, log);
    expect({ some: created > 0, kept, skipped }).toEqual({ some: true, kept: 0, skipped: 0 });
    expect(await applySeeds(seedPlan, profile, staff.app, log)).toEqual({ created: 0, kept: created, skipped: 0 });
  });

  it('are created before the lists of the config that they are in', async () => {
    using fleet = new GeneratedFleet({ text: lists });
    await fleet.generate();
    const seedPlan = await seedPlanOf(fleet, 'library');
    await using library = await startServiceOf(fleet, 'library');
    expect(await applySeeds(seedPlan, 'dev', library.app, readableLog().log)).toMatchObject({ created: 3, skipped: 0 });
    const items = async (path: string) =>
      (await library.call({ method: 'GET', url: `/api/v1/${path}` })).json().items as Record<string, string>[];
    const tags = new Map((await items('tags')).map(({ label, id }) => [label, id]));
    expect(await items('books')).toMatchObject([{ tagIds: [tags.get('b'), tags.get('a')] }]);
  });
});
