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
/** Who hears of what the others do. */
const LISTENER = 'syllabus-service';
const OWNERS = ['config-service', 'subject-service', 'file-service', LISTENER];

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

/** @param arrived what has to have taken effect: so many events, or that of one subject, and so all before it */
export function audit(fleet: RealFleet, arrived: { events: number } | { subject: string }): Promise<Books> {
  return lookBelow(fleet, `${LISTENER}.references`, async (below) => {
    const { look, broker } = below;
    const heard = () => countOf(look, LISTENER, 'inbox');
    await until(async () => (await sum(look, 'outbox')) + (await broker.waiting()) === 0, PATIENT);
    await until(async () => {
      if ('events' in arrived) return (await heard()) >= arrived.events;
      return (await look(LISTENER, `SELECT id FROM reference_copies WHERE id = '${arrived.subject}'`)).length > 0;
    }, PATIENT);
    const files = await look('file-service', 'SELECT id, version, name, size FROM files');
    const copies = await look(LISTENER, 'SELECT target, id, version, data FROM reference_copies');
    return {
      subjects: await look('subject-service', 'SELECT id, version, name FROM subjects'),
      files: files.map((row) => ({ ...row, size: Number(row.size) })),
      syllabi: await look(LISTENER, 'SELECT id, version, subject_id, file_id FROM syllabi'),
      // MariaDB keeps JSON as text.
      copies: copies.map((row) => ({ ...row, data: typeof row.data === 'string' ? JSON.parse(row.data) : row.data })),
      heard: await heard(),
      givenUp: (await sum(look, 'outbox_dead')) + (await broker.parked()),
      ...(await sweptLater(below)),
    };
  });
}

/** Rows in a table of every service. */
async function sum(look: Look, table: string): Promise<number> {
  const counts = await Promise.all(OWNERS.map((service) => countOf(look, service, table)));
  return counts.reduce((total, count) => total + count, 0);
}

async function countOf(look: Look, service: string, table: string): Promise<number> {
  const [row] = await look(service, `SELECT count(*) AS n FROM ${table}`);
  return Number(row?.n);
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
