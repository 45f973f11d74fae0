import { copyFile, readFile, rename, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { splitVerify } from '../../../cli/actions/split-verify.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { identity } from '../../../cli/split/identity.ts';
import type { EntityCheck, Verification } from '../../../cli/split/verify/contract.ts';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import type { Finished } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { type SplitFleet, splitFleet } from './support/split-fleet.ts';
import { sql } from './support/sql.ts';

/** Few: here it is about what is done to them afterwards. */
const ROWS = 3_000;

/** What came of a good row of the old database: the first ones of each table are. */
const SUBJECT = identity('subjects').of('3');
const SYLLABUS = identity('syllabi').of('3');
const FILE = identity('documents').of('3');
const NOBODY = '01900000-0000-7000-8000-00000000abcd';

/** What differs from one engine to the other is in verify-kinds. */
const ENGINES = [['postgres'] as const, ...(LONG && !mariadbMissing ? [['mariadb'] as const] : [])];

describe.each(ENGINES)('aurora migrate split verify on %s', (engine) => {
  let fleet: SplitFleet;
  let never: Finished;
  beforeAll(async () => {
    fleet = await splitFleet(engine, ROWS);
    never = await fleet.split('verify', '--json');
    const { exitCode, stderr } = await fleet.split();
    if (exitCode !== 0) throw new Error(stderr);
  });
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
  });

  /** Without a sample, unless it is asked for: that one would find things a second time, or not. */
  const verify = ({ sample = 0, seed = 1 } = {}): Promise<Verification> => {
    const wish = { from: fleet.monolith.url, files: fleet.uploads, sample, seed };
    return splitVerify(fleet.config, fleet.runtime, wish, silentNarrator);
  };
  /** The same by the command, which takes a second to begin. */
  const verifyByCommand = async (...args: string[]) => {
    const { exitCode, stdout } = await fleet.split('verify', '--json', ...args);
    return { exitCode, result: JSON.parse(stdout) as Verification };
  };
  /** Does something to a database, which is undone in the end. */
  const tamper = async (url: string, change: string, undo: string): Promise<AsyncDisposable> => {
    await sql(url, change);
    return { [Symbol.asyncDispose]: async () => void (await sql(url, undo)) };
  };
  const of = ({ entities }: Verification, into: string) => entities.find((each) => each.into === into) as EntityCheck;
  const subjects = () => fleet.urlOf('subject-service');
  const syllabi = () => fleet.urlOf('syllabus-service');
  const blob = () => join(fleet.blobs, FILE.slice(-2), FILE);

  it('says so where nothing was ever split', () => {
    expect(never.exitCode).toBe(1);
    expect(JSON.parse(never.stdout).error).toMatchObject({ code: 'never_split', next: 'aurora migrate split' });
  });

  it('holds as long as nobody touches anything', async () => {
    const { exitCode, result } = await verifyByCommand('--sample', '100');
    expect({ exitCode, holds: result.holds, faults: faultsIn(result) }).toEqual({
      exitCode: 0,
      holds: true,
      faults: [],
    });
    expect(result.sample.compared).toBeGreaterThan(100);
    expect(result.source).toMatch(/^(?:postgres|mysql) 127\.0\.0\.1:\d+\/old$/);
  });

  it('finds a row that was deleted', async () => {
    const columns = 'id, version, title, academic_year, status, outline, subject_id, file_id, created_at, updated_at';
    await sql(syllabi(), `CREATE TABLE kept_aside AS SELECT ${columns} FROM syllabi WHERE id = '${SYLLABUS}'`);
    await using _ = await tamper(
      syllabi(),
      `DELETE FROM syllabi WHERE id = '${SYLLABUS}'`,
      `INSERT INTO syllabi (${columns}) SELECT ${columns} FROM kept_aside`,
    );
    const { exitCode, result } = await verifyByCommand('--sample', '0');
    expect(exitCode).toBe(1);
    expect(faultsIn(result)).toEqual(['missing']);
    const { missing, imbalance } = of(result, 'syllabus-service.Syllabus');
    expect(missing).toMatchObject({ count: 1, examples: [{ key: '3', id: SYLLABUS }] });
    expect(imbalance).toBe(1);
  });

  it('finds a field that was altered, and shows what should be there', async () => {
    const [{ name } = {}] = await sql(subjects(), `SELECT name FROM subjects WHERE id = '${SUBJECT}'`);
    await using _ = await tamper(
      subjects(),
      `UPDATE subjects SET name = 'Forged' WHERE id = '${SUBJECT}'`,
      `UPDATE subjects SET name = '${name}' WHERE id = '${SUBJECT}'`,
    );
    // The sample is all rows: it must find the same by its own way.
    const result = await verify({ sample: ROWS });
    expect(result.holds).toBe(false);
    const fields = [{ field: 'name', source: name, target: 'Forged' }];
    expect(of(result, 'subject-service.Subject').different).toEqual({
      count: 1,
      examples: [{ key: '3', id: SUBJECT, fields }],
    });
    expect(result.sample.different).toMatchObject({ count: 1, examples: [{ mapping: 'subjects', key: '3', fields }] });
  });

  it('tells a row apart that the service has changed since', async () => {
    const [{ title } = {}] = await sql(syllabi(), `SELECT title FROM syllabi WHERE id = '${SYLLABUS}'`);
    await using _ = await tamper(
      syllabi(),
      `UPDATE syllabi SET title = 'Better', version = version + 1 WHERE id = '${SYLLABUS}'`,
      `UPDATE syllabi SET title = '${title}', version = version - 1 WHERE id = '${SYLLABUS}'`,
    );
    const result = await verify();
    expect({ holds: result.holds, faults: faultsIn(result) }).toEqual({ holds: true, faults: [] });
    const { changed, checksum } = of(result, 'syllabus-service.Syllabus');
    expect(changed).toBe(1);
    expect(checksum.target).toBe(checksum.source);
  });

  it('finds a reference that points nowhere', async () => {
    const [{ subject_id } = {}] = await sql(syllabi(), `SELECT subject_id FROM syllabi WHERE id = '${SYLLABUS}'`);
    await using _ = await tamper(
      syllabi(),
      `UPDATE syllabi SET subject_id = '${NOBODY}', version = version + 1 WHERE id = '${SYLLABUS}'`,
      `UPDATE syllabi SET subject_id = '${subject_id}', version = version - 1 WHERE id = '${SYLLABUS}'`,
    );
    const result = await verify();
    expect(result.holds).toBe(false);
    expect(faultsIn(result)).toEqual(['subjectId']);
    expect(result.references.find(({ field }) => field === 'subjectId')?.dangling).toEqual({
      count: 1,
      examples: [{ id: SYLLABUS, detail: `subjectId is ${NOBODY}, which subject-service does not have` }],
    });
  });

  it('finds a stored file that was cut off', async () => {
    const copy = `${blob()}.kept`;
    await copyFile(blob(), copy);
    const { size } = await stat(blob());
    try {
      await truncate(blob(), 10);
      const result = await verify();
      expect(result.holds).toBe(false);
      expect(faultsIn(result)).toEqual(['damaged']);
      expect(result.files[0]?.damaged.examples).toEqual([{ id: FILE, detail: `10 bytes of ${size}` }]);
    } finally {
      await rename(copy, blob());
    }
  });

  it('finds a stored file that is gone', async () => {
    const copy = `${blob()}.kept`;
    await rename(blob(), copy);
    try {
      const result = await verify();
      expect(result.holds).toBe(false);
      expect(faultsIn(result)).toEqual(['no content']);
      expect(result.files[0]?.missing.examples).toEqual([{ id: FILE, detail: 'the storage does not have it' }]);
    } finally {
      await rename(copy, blob());
    }
  });

  it('finds a row that comes from nowhere, and leaves alone what the service has made', async () => {
    const [extra, own] = [identity('subjects').of('424242'), NOBODY];
    const insert = (id: string, code: string) =>
      `INSERT INTO subjects (id, code, name, version, created_at, updated_at)
       SELECT '${id}', '${code}', name, 1, created_at, updated_at FROM subjects WHERE id = '${SUBJECT}'`;
    await using _first = await tamper(subjects(), insert(own, 'OWN'), `DELETE FROM subjects WHERE id = '${own}'`);
    expect(of(await verify(), 'subject-service.Subject')).toMatchObject({ created: 1, holds: true });

    await using _second = await tamper(
      subjects(),
      insert(extra, 'EXTRA'),
      `DELETE FROM subjects WHERE id = '${extra}'`,
    );
    const result = await verify();
    expect(result.holds).toBe(false);
    expect(faultsIn(result)).toEqual(['extra']);
    expect(of(result, 'subject-service.Subject').extra.examples).toMatchObject([{ id: extra, key: '424242' }]);
  });

  it('finds a copy that says something else than its owner', async () => {
    const [{ data } = {}] = await sql(syllabi(), `SELECT data FROM reference_copies WHERE id = '${SUBJECT}'`);
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const set = (value: string) => `UPDATE reference_copies SET data = '${value}' WHERE id = '${SUBJECT}'`;
    await using _ = await tamper(syllabi(), set(JSON.stringify({ ...JSON.parse(text), name: 'Forged' })), set(text));
    const result = await verify();
    expect(result.holds).toBe(false);
    expect(faultsIn(result)).toEqual(['copy']);
    const { different } = result.copies.find(({ target }) => target === 'subject-service.Subject') ?? {};
    expect(different?.examples).toMatchObject([{ id: SUBJECT, fields: [{ field: 'name', target: 'Forged' }] }]);
  });

  it('misses a row that does not fit and that nobody has kept aside', async () => {
    // One row less that was kept aside.
    const [{ source_key } = {}] = await sql(
      syllabi(),
      "SELECT source_key FROM split_quarantine WHERE mapping = 'syllabi' AND CAST(reasons AS CHAR(200)) LIKE '%pattern%' LIMIT 1",
    );
    const move = (from: string, to: string, key: unknown) =>
      `UPDATE split_quarantine SET mapping = '${to}' WHERE mapping = '${from}' AND source_key = '${key}'`;
    await using _ = await tamper(
      syllabi(),
      move('syllabi', 'hidden', source_key),
      move('hidden', 'syllabi', source_key),
    );
    const result = await verify();
    expect(result.holds).toBe(false);
    const { misjudged } = of(result, 'syllabus-service.Syllabus');
    expect(misjudged).toEqual({
      count: 1,
      examples: [{ key: source_key, detail: 'does not fit: pattern (academicYear), and is not kept aside' }],
    });
  });

  it('believes no reason for which there is none', async () => {
    await using _ = await tamper(
      syllabi(),
      `INSERT INTO split_quarantine (mapping, source_key, reasons, source_row)
       SELECT mapping, '3', reasons, source_row FROM split_quarantine WHERE mapping = 'syllabi' LIMIT 1`,
      "DELETE FROM split_quarantine WHERE mapping = 'syllabi' AND source_key = '3'",
    );
    const result = await verify();
    expect(result.holds).toBe(false);
    const { misjudged, extra } = of(result, 'syllabus-service.Syllabus');
    expect(misjudged.examples).toMatchObject([
      { key: '3', detail: expect.stringContaining('nothing is wrong with it') },
    ]);
    expect(extra).toMatchObject({ count: 1, examples: [{ key: '3', id: SYLLABUS }] });
  });

  it('finds what has changed in the old database since', async () => {
    const [{ title } = {}] = await sql(fleet.monolith.url, 'SELECT title FROM syllabi WHERE id = 3');
    await using _ = await tamper(
      fleet.monolith.url,
      "UPDATE syllabi SET title = 'Late' WHERE id = 3",
      `UPDATE syllabi SET title = '${title}' WHERE id = 3`,
    );
    const result = await verify();
    expect(result.holds).toBe(false);
    expect(of(result, 'syllabus-service.Syllabus').different.examples).toMatchObject([
      { key: '3', fields: [{ field: 'title', source: 'Late' }] },
    ]);
  });

  it('writes a page, and takes its sample by the seed', async () => {
    const html = join(fleet.clone.root, 'reports/split.html');
    const chosen = async (seed: number) => (await verify({ sample: 5, seed })).sample;
    const { result } = await verifyByCommand('--sample', '5', '--seed', '1', '--html', html);
    const [first, again, other] = [result.sample, await chosen(1), await chosen(2)];
    expect(first).toMatchObject({ seed: 1, compared: 15 });
    expect(again).toEqual(first);
    expect(other.shown).not.toEqual(first.shown);
    expect(await readFile(html, 'utf8')).toContain('All of it holds');
  });
});

/** Which checks say no. */
function faultsIn({ entities, references, copies, sample, files }: Verification): string[] {
  return [
    ...entities.flatMap((each) =>
      (['missing', 'extra', 'different', 'misjudged'] as const).filter((name) => each[name].count > 0),
    ),
    ...references.filter(({ holds }) => !holds).map(({ field }) => field),
    ...copies.filter(({ holds }) => !holds).map(() => 'copy'),
    ...(sample.holds ? [] : ['sample']),
    ...files.filter(({ damaged }) => damaged.count > 0).map(() => 'damaged'),
    ...files.filter(({ missing }) => missing.count > 0).map(() => 'no content'),
  ];
}
