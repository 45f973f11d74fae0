import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../shared/cqrs/index.ts';
import { Problem } from '../../../shared/errors/index.ts';
import type { ServiceBase } from '../../../shared/references/index.ts';
import type { Resource } from '../../../shared/repository/index.ts';
import { applySeeds, type Seed, type SeedPlan, seedId } from '../../../shared/seeds/index.ts';
import { readableLog } from '../../support/log.ts';

interface Fields {
  readonly code: string;
}
type Rows = { readonly things: readonly Seed<Fields>[]; readonly parts?: readonly Seed<Fields>[] };

const BASE = { database: {} } as ServiceBase;

/** A service without a database: what its command was called with, and what it answers. */
function plan(create: (input: Fields & { readonly id?: string }) => void): SeedPlan<Rows> {
  const command: Command<Fields & { readonly id?: string }, Resource> = async (input) => {
    create(input);
    return { id: input.id ?? '', version: 1, createdAt: '', updatedAt: '' };
  };
  return {
    fleet: 'things',
    service: 'things-service',
    profiles: {
      dev: async () => ({
        things: [
          { key: 'b', fields: { code: 'B' } },
          { key: 'a', fields: { code: 'A' } },
        ],
        parts: [{ key: 'a', fields: { code: 'P' } }],
      }),
    },
    create: () => ({ things: command, parts: command }),
  };
}

function taken(path: string): Problem {
  return new Problem('unique_violation', { errors: [{ path, code: 'unique', message: 'is taken already' }] });
}

describe('applying seeds', () => {
  it('calls the commands in the order of the rows, each with the id of its key', async () => {
    const calls: unknown[] = [];
    const { log } = readableLog();
    const applied = await applySeeds(
      plan((input) => calls.push(input)),
      'dev',
      BASE,
      log,
    );
    expect(applied).toEqual({ created: 3, kept: 0, skipped: 0 });
    expect(calls).toEqual([
      { code: 'B', id: seedId('things-service', 'things', 'b') },
      { code: 'A', id: seedId('things-service', 'things', 'a') },
      { code: 'P', id: seedId('things-service', 'parts', 'a') },
    ]);
  });

  it('does without the rows of an entity that has none yet', async () => {
    const { log } = readableLog();
    const onlyThings: Rows = { things: [{ key: 'a', fields: { code: 'A' } }] };
    const bare = { ...plan(() => undefined), profiles: { dev: async () => onlyThings } };
    expect(await applySeeds(bare, 'dev', BASE, log)).toEqual({ created: 1, kept: 0, skipped: 0 });
  });

  it('begins with the rows of the config, also in profiles that have no file', async () => {
    const calls: unknown[] = [];
    const { log } = readableLog();
    const configured = {
      dev: [{ entity: 'parts', key: 'b', fields: { code: 'C' } }],
      demo: [{ entity: 'things', key: 'c', fields: { code: 'D' } }],
    } as const;
    const both = { ...plan(({ code }) => calls.push(code)), configured };
    expect(await applySeeds(both, 'dev', BASE, log)).toMatchObject({ created: 4 });
    expect(await applySeeds(both, 'demo', BASE, log)).toMatchObject({ created: 1 });
    expect(calls).toEqual(['C', 'B', 'A', 'P', 'D']);
    await expect(applySeeds(both, 'other', BASE, log)).rejects.toThrow('no seed profile "other"');
  });

  it('keeps what is there, and leaves out what another row stands in the way of', async () => {
    const { log, lines } = readableLog();
    const create = ({ code }: Fields) => {
      if (code === 'B') throw taken('/id');
      if (code === 'A') throw taken('/code');
    };
    expect(await applySeeds(plan(create), 'dev', BASE, log)).toEqual({ created: 1, kept: 1, skipped: 1 });
    expect(lines).toMatchObject([{ level: 'warn', entity: 'things', key: 'a' }]);
  });

  it('stops at a seed that cannot be created, and names it', async () => {
    const { log } = readableLog();
    const create = ({ code }: Fields) => {
      if (code === 'A') throw new Error('the disk is full');
    };
    await expect(applySeeds(plan(create), 'dev', BASE, log)).rejects.toThrow(
      'seed things/a was not created: the disk is full',
    );
  });

  it('knows its profiles', async () => {
    const { log } = readableLog();
    await expect(
      applySeeds(
        plan(() => undefined),
        'prod',
        BASE,
        log,
      ),
    ).rejects.toThrow('things-service has no seed profile "prod"');
  });
});
