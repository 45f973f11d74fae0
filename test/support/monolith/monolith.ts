import type { Count, Engine, Made, Sizes } from './contract.ts';
import { writeFiles } from './files.ts';
import { documentFate, documents, isOnDisk } from './rows/documents.ts';
import { subjects } from './rows/subjects.ts';
import { syllabi } from './rows/syllabi.ts';
import { syllabusSubjects } from './rows/syllabus-subjects.ts';
import { users } from './rows/users.ts';
import { sizesOf } from './sizes.ts';
import type { TableName } from './tables.ts';

export interface MonolithWish {
  readonly engine: Engine;
  /** Of an administrator of the server. */
  readonly server: string;
  /** Of the database that is made. */
  readonly name: string;
  /** Of all tables together; a thousand at least, so that each kind of dirt is there. */
  readonly rows: number;
  readonly seed?: number;
  /** Where the files of documents come to lie. */
  readonly uploads: string;
}

export interface Monolith {
  readonly url: string;
  readonly uploads: string;
  /** What is to become of the rows of each table. */
  readonly expected: Readonly<Record<TableName, Count>>;
}

const MAKERS: Record<TableName, (sizes: Sizes, seed: number, engine: Engine) => Iterable<Made>> = {
  users,
  subjects,
  documents,
  syllabi,
  syllabus_subjects: syllabusSubjects,
};

/** Makes the database of the application before it was split, with everything that years have left in it. */
export async function makeMonolith({ engine, server, name, rows, seed = 8, uploads }: MonolithWish): Promise<Monolith> {
  const sizes = sizesOf(rows);
  const expected = {} as Record<TableName, Count>;
  const counted = (table: TableName) => {
    const count: Count = { rows: 0, filtered: 0, migrated: 0, detached: 0, quarantined: {} };
    expected[table] = count;
    return counting(MAKERS[table](sizes, seed, engine), count);
  };
  const load =
    engine === 'postgres'
      ? (await import('./load/postgres.ts')).loadPostgres
      : (await import('./load/mariadb.ts')).loadMariadb;
  await load(server, name, counted);
  await writeFiles(uploads, numbersOnDisk(sizes), seed);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, uploads, expected };
}

function* counting(rows: Iterable<Made>, count: Count): Generator<Made> {
  for (const row of rows) {
    count.rows += 1;
    if (row.fate === 'filtered') count.filtered += 1;
    else if (row.fate !== 'clean') count.quarantined[row.fate] = (count.quarantined[row.fate] ?? 0) + 1;
    else {
      count.migrated += 1;
      if (row.detached) count.detached += 1;
    }
    yield row;
  }
}

function* numbersOnDisk({ documents: count }: Sizes): Generator<number> {
  for (let number = 0; number < count; number++) {
    const fate = documentFate(number);
    if (isOnDisk(number) && !fate.startsWith('file-') && fate !== 'no-content') yield number;
  }
}
