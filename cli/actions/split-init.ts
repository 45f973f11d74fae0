import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pathFrom } from '../config/findings.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { type Rendered, renderMapping } from '../split/init/render.ts';
import { matchTables } from '../split/init/tables.ts';
import { splitFileOf } from '../split/mapping/read.ts';
import { openSource } from '../split/source/open.ts';

export interface SplitInitWish {
  readonly from: string | undefined;
  /** Of PostgreSQL. */
  readonly schema: string;
  /** Instead of the file that is there. */
  readonly force: boolean;
}

export interface SplitInit extends Omit<Rendered, 'text'> {
  readonly path: string;
}

/** Proposes what becomes of the old database's tables, and writes it beside the config. */
export async function splitInit(fleet: Fleet, { from, schema, force }: SplitInitWish): Promise<SplitInit> {
  const path = splitFileOf(fleet);
  if (existsSync(path) && !force) {
    throw new AuroraError('split_mapping_exists', `There is ${pathFrom(process.cwd(), path)} already.`, {
      exit: 'usage',
      next: 'aurora migrate split init --force, to write it anew',
    });
  }
  const source = await openSource(from, { source: { schema, timezone: 'UTC' } });
  try {
    const { text, ...told } = renderMapping(source.catalog, matchTables(source.catalog, fleet));
    const header =
      schema === 'public' ? text : text.replace('version: 1\n', `version: 1\nsource: { schema: ${schema} }\n`);
    await writeFile(path, header);
    return { path, ...told };
  } finally {
    await source.end();
  }
}
