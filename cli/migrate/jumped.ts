import { AuroraError } from '../errors.ts';
import type { Dialect } from './dialect.ts';
import type { MigrationFile } from './files.ts';
import { recordMigration } from './record.ts';
import { unreadable } from './unreadable.ts';

/** A migration that is due, and its file. */
export interface Due {
  readonly name: string;
  readonly file: MigrationFile;
}

/**
 * An expand was written for the tables that the contracts before it leave: it may jump over those that have to do with others alone.
 * @throws AuroraError `contract_pending`, `migration_unreadable`
 */
export async function requireIndependent(
  service: string,
  expands: readonly Due[],
  contracts: readonly Due[],
  dialect: Dialect,
): Promise<void> {
  const tablesIn = async (due: Due) =>
    tables(due, dialect).catch((cause) => {
      throw unreadable(service, due.name, cause);
    });
  const last = expands.at(-1)?.name ?? '';
  for (const contract of contracts.filter(({ name }) => name < last)) {
    const finished = await tablesIn(contract);
    for (const expand of expands.filter(({ name }) => name > contract.name)) {
      const table = (await tablesIn(expand)).find((each) => finished.includes(each));
      if (table !== undefined) throw pending(service, expand.name, contract.name, table, expands[0] as Due);
    }
  }
}

function pending(service: string, expand: string, contract: string, table: string, first: Due): AuroraError {
  const upTo = (phase: string) => `aurora migrate up ${service} --phase ${phase} --to ${contract}`;
  return new AuroraError('contract_pending', `${expand} of ${service} waits for ${contract}: both change ${table}.`, {
    exit: 'failed',
    details: [
      'An expansion goes on from what the contracts before it leave, so nothing was run.',
      `Where nothing of ${service} runs yet, aurora migrate up ${service} applies all in turn.`,
    ],
    next:
      first.name < contract
        ? `${upTo('expand')}, then, once nothing of the version before runs: ${upTo('contract')}`
        : `once nothing of the version before runs: ${upTo('contract')}`,
  });
}

const NAMED =
  /(?<!\bFOR )\b(?:TABLE|UPDATE|INTO|REFERENCES|VIEW|JOIN|ON|(?<!\bDISTINCT )FROM)\s+(?:IF (?:NOT )?EXISTS )?(?:ONLY )?["`]?(\w+)/gi;
/** Other words that come there: rules of foreign keys, rows of triggers. */
const WORDS = new Set(['delete', 'update', 'conflict', 'duplicate', 'set', 'old', 'new', 'select']);

/** Tables and views that a migration speaks of on either way: what it takes away, its way back makes again. */
async function tables({ file }: Due, dialect: Dialect): Promise<string[]> {
  const ways = await Promise.all((['up', 'down'] as const).map((way) => recordMigration(file, way, dialect)));
  const sql = ways.flatMap(({ statements }) => statements.map((statement) => statement.sql));
  const names = sql.flatMap((each) => [...each.matchAll(NAMED)].map(([, name = '']) => name));
  return [...new Set(names)].filter((name) => !WORDS.has(name.toLowerCase()));
}
