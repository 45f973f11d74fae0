import { fileRepository } from '../../../services/file-service/src/generated/file/repository.ts';
import { type Swept, sweep } from '../../../services/file-service/src/generated/sweep/sweep.ts';
import { connectDatabase } from '../../../shared/database/index.ts';
import { openStorage } from '../../../shared/storage/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { type Below, type Look, lookBelow } from './databases.ts';

const HOUR = 60 * 60 * 1000;
const PATIENT = { withinMs: 120_000 };
const OWNERS = ['config-service', 'subject-service', 'file-service', 'syllabus-service'];

export interface Row {
  readonly id: string;
  readonly version: number;
  // biome-ignore lint/suspicious/noExplicitAny: columns of whatever table
  readonly [column: string]: any;
}

/** What the services hold once all news have arrived, and the sweep has passed. */
export interface Books {
  readonly subjects: readonly Row[];
  readonly files: readonly Row[];
  readonly syllabi: readonly Row[];
  /** What syllabus-service knows of others; without data: that it was deleted. */
  readonly copies: readonly (Omit<Row, 'id'> & { target: string; id: string; data: Row | null })[];
  /** Events that have taken effect in it. */
  readonly heard: number;
  /** Events that nobody could send, or handle. */
  readonly givenUp: number;
  readonly swept: Swept;
  /** Ids of the contents that are left. */
  readonly contents: readonly string[];
}

export function audit(fleet: RealFleet): Promise<Books> {
  return lookBelow(fleet, async (below) => {
    const { look } = below;
    await until(async () => (await underWay(look)) === 0, PATIENT);
    const [{ heard }] = (await look('syllabus-service', 'SELECT count(*)::int AS heard FROM inbox')) as [Books];
    return {
      subjects: await look('subject-service', 'SELECT id, version, name FROM subjects'),
      files: await look('file-service', 'SELECT id, version, name, size::int FROM files'),
      syllabi: await look('syllabus-service', 'SELECT id, version, subject_id, file_id FROM syllabi'),
      copies: await look('syllabus-service', 'SELECT target, id, version, data FROM reference_copies'),
      heard,
      givenUp: await count(look, 'outbox_dead', 'aurora_events.parked'),
      ...(await sweptLater(below)),
    };
  });
}

function underWay(look: Look): Promise<number> {
  return count(look, 'outbox', 'aurora_events.message');
}

/** Rows in a table of every service, and in one of the broker. */
async function count(look: Look, table: string, ofBroker: string): Promise<number> {
  const places = [...OWNERS.map((service) => [service, table]), ['broker', ofBroker]] as [string, string][];
  const counts = await Promise.all(
    places.map(([database, name]) => look(database, `SELECT count(*)::int FROM ${name}`)),
  );
  return counts.reduce((sum, [row]) => sum + row.count, 0);
}

/** As the sweep finds it once nothing can be on its way any more. */
async function sweptLater({ url, storage }: Below): Promise<Pick<Books, 'swept' | 'contents'>> {
  const database = await connectDatabase({ url: url('file-service'), poolSize: 1, log: readableLog().log });
  try {
    const blobs = await openStorage('local', { storageDir: storage }, '');
    const swept = await sweep(blobs, fileRepository(database), Date.now() + 2 * HOUR);
    const contents: string[] = [];
    for await (const { key } of blobs.list()) contents.push(key);
    return { swept, contents };
  } finally {
    await database.close();
  }
}
