import type { Executor } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import type { ServiceBase } from '../references/index.ts';
import type { Resource } from '../repository/index.ts';
import type { Seed, SeedPlan, SeedRows } from './contract.ts';
import { seedId } from './seed-id.ts';

/** Counts of rows. */
export interface Applied {
  readonly created: number;
  /** Rows that were there already. */
  readonly kept: number;
  /** Rows that somebody's own row, with the same unique value, stands in the way of. */
  readonly skipped: number;
}

/**
 * Creates the rows of a profile that are missing, through the service's commands, so that their events flow.
 * A row that is there stays as it is, whatever its seed says now.
 * @throws Error that names the seed which could not be created
 */
export async function applySeeds<S extends SeedRows>(
  plan: SeedPlan<S>,
  profile: string,
  base: ServiceBase,
  log: Logger,
): Promise<Applied> {
  if (!profilesOf(plan).includes(profile)) throw new RangeError(`${plan.service} has no seed profile "${profile}"`);
  const commands = plan.create(base);
  const applied = { created: 0, kept: 0, skipped: 0 };

  for (const { entity, key, fields } of await rowsOf(plan, profile)) {
    const create = commands[entity] as unknown as (input: object, executor: Executor) => Promise<Resource>;
    const outcome = await createOne(`${entity}/${key}`, () =>
      create({ ...fields, id: seedId(plan.service, entity, key) }, base.database),
    );
    if (outcome === 'skipped') log.warn({ entity, key }, 'seed left out: another row has its unique value');
    applied[outcome]++;
  }
  return applied;
}

/** Every profile that there are rows for. */
export function profilesOf<S extends SeedRows>({ profiles, configured = {} }: SeedPlan<S>): string[] {
  return [...new Set([...Object.keys(profiles), ...Object.keys(configured)])];
}

/** First those of the config, which the others may refer to. */
async function rowsOf<S extends SeedRows>(
  { profiles, configured = {} }: SeedPlan<S>,
  profile: string,
): Promise<(Seed<object> & { readonly entity: string })[]> {
  const own = Object.entries((await profiles[profile]?.()) ?? {});
  return [
    ...(configured[profile] ?? []),
    ...own.flatMap(([entity, rows = []]) => rows.map((row) => ({ entity, ...row }))),
  ];
}

async function createOne(seed: string, create: () => Promise<Resource>): Promise<keyof Applied> {
  try {
    await create();
    return 'created';
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'unique_violation') {
      throw new Error(`seed ${seed} was not created: ${(error as Error).message}`, { cause: error });
    }
    return error.errors?.some(({ path }) => path === '/id') ? 'kept' : 'skipped';
  }
}
