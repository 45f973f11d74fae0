import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Databases } from '../../runtimes/databases.ts';
import { type SplitMapping, serviceOf } from '../mapping/contract.ts';
import type { Target } from '../target/contract.ts';
import { openTarget } from '../target/open.ts';
import type { Begun } from './context.ts';
import { shapeOf } from './shape.ts';

/**
 * The databases of all services that a mapping goes into, with what earlier runs have left there.
 * @throws AuroraError `split_foreign_rows` where no run has been before, and there are rows
 */
export async function openTargets(
  fleet: Fleet,
  databases: Databases,
  mapping: SplitMapping,
  { dry, services }: { dry: boolean /** Those that this run writes to. */; services: readonly string[] },
) {
  const opened: Target[] = [];
  const begun = new Map<string, Begun>();
  const close = async () => void (await Promise.all(opened.map((target) => target.end())));
  try {
    for (const name of new Set(mapping.mappings.map(serviceOf))) {
      const target = await openTarget(databases.url(name));
      opened.push(target);
      const isWritten = services.includes(name);
      const tables = new Set(
        mapping.mappings.filter((each) => serviceOf(each) === name).map((each) => shapeOf(each, fleet).table),
      );
      const empty = new Set<string>();
      for (const table of tables) if (await target.isEmpty(table)) empty.add(table);
      const foreign = [...tables].filter((table) => !empty.has(table));
      const state = await target.look();
      if (isWritten && state.first && foreign.length > 0) throw foreignRows(name, foreign);
      begun.set(name, { target, empty, ...state });
    }
    // Of a run that is refused for one of them, nothing is left in the others.
    if (!dry) {
      for (const name of services) {
        const target = begun.get(name)?.target;
        await target?.begin();
        await target?.forgetOthers(mapping.mappings.map((each) => each.name));
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { begun, [Symbol.asyncDispose]: close };
}

function foreignRows(service: string, tables: readonly string[]): AuroraError {
  return new AuroraError('split_foreign_rows', `${service} has rows that no split has written.`, {
    exit: 'failed',
    details: [
      `In ${tables.join(', ')}. They would lie among those of the old database, and could have their unique values.`,
    ],
    next: `aurora seed --reset --scale 0 empties the whole fleet; or delete them by aurora db shell ${service} --owner, then split again`,
  });
}
