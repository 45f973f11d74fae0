import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { until } from '../../shared/testing/index.ts';
import { LONG } from '../support/long.ts';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';
import { RUNTIME } from '../support/variant.ts';
import { Author, Ledger } from './support/author.ts';
import { audit, type Books, type Row } from './support/books.ts';
import { INFRASTRUCTURE, killSupervisor, stopContainers, untilReady } from './support/victims.ts';

const SERVICES = ['subject-service', 'file-service', 'syllabus-service', 'config-service', 'api-gateway'];
/** In containers the short form kills one service: what is lost with each of them is the same on both runtimes. */
const VICTIMS = [...(LONG || RUNTIME === 'process' ? SERVICES : ['subject-service']), ...INFRASTRUCTURE];
/** How often each is killed, and how many writes are acknowledged before the next kill. */
const [ROUNDS, WRITES] = LONG ? [10, 500] : [1, 50];
const AUTHORS = 6;

let fleet: RealFleet;
let before: Books;
beforeAll(async () => {
  fleet = await startRealFleet();
  // Seeds may have been told before anybody listened; what comes after this one is heard.
  const { body } = await fleet.call('POST', '/api/v1/subjects', { body: { code: 'FIRST', name: 'First' } });
  before = await audit(fleet, { subject: body.id });
}, 180_000);
afterAll(async () => fleet?.[Symbol.asyncDispose]());

it(
  'whatever is killed in the middle of writes: all that was acknowledged is there, has taken effect once, and is copied as it is',
  async () => {
    const ledger = new Ledger();
    const authors = Array.from({ length: AUTHORS }, () => new Author(fleet, ledger));
    const failures = () => authors.flatMap(({ failure }) => failure ?? []);
    const further = async () => {
      const enough = ledger.writes + WRITES;
      await until(() => ledger.writes >= enough || failures().length > 0, { withinMs: 300_000 });
      expect(failures()).toEqual([]);
    };
    try {
      for (let round = 0; round < ROUNDS; round++) {
        for (const victim of VICTIMS) {
          await further();
          process.kill(await fleet.pidOf(victim), 'SIGKILL');
          await further();
          await untilReady(fleet);
        }
        await (RUNTIME === 'process' ? killSupervisor : stopContainers)(fleet);
        await fleet.up();
      }
    } finally {
      await Promise.all(authors.map((author) => author.stop()));
    }
    expect(failures()).toEqual([]);
    await untilReady(fleet);
    expectAgreement(await audit(fleet, { events: before.heard + ledger.told }), ledger);
  },
  LONG ? 3_600_000 : 300_000,
);

function expectAgreement(books: Books, ledger: Ledger): void {
  const own = (of: 'subjects' | 'files' | 'syllabi') => {
    const seeded = new Set(before[of].map(({ id }) => id));
    return books[of].filter(({ id }) => !seeded.has(id));
  };
  const subjects = own('subjects').map(({ id, name, version }) => [id, { name, version }]);
  const files = own('files').map(({ id, size }) => [id, { size }]);
  const syllabi = own('syllabi').map(({ id, version, subject_id, file_id }) => {
    return [id, { subjectId: subject_id, fileId: file_id, version }];
  });
  expect(new Map(subjects as [string, unknown][])).toEqual(ledger.subjects);
  expect(new Map(files as [string, unknown][])).toEqual(ledger.files);
  expect(new Map(syllabi as [string, unknown][])).toEqual(ledger.syllabi);

  expect(books.heard - before.heard).toBe(ledger.told);
  expect(books.givenUp).toBe(0);
  expectCopies(books, 'subject-service.Subject', books.subjects, ['name', 'version']);
  expectCopies(books, 'file-service.File', books.files, ['name', 'size', 'version']);

  expect(books.swept.lost).toEqual([]);
  expect(books.contents.toSorted()).toEqual(books.files.map(({ id }) => id).toSorted());
}

/** There is one of all that was written by the authors, and each is what its owner has. */
function expectCopies({ copies }: Books, target: string, owned: readonly Row[], columns: readonly string[]): void {
  const pick = (row: Row) => Object.fromEntries(columns.map((column) => [column, row[column]]));
  const kept = copies.filter((copy) => copy.target === target && copy.data !== null);
  const copied = new Map(kept.map(({ id, data }) => [id, pick(data as Row)]));
  const owners = new Map(owned.map((row) => [row.id, pick(row)]));
  const written = (id: string) => ![...before.subjects, ...before.files].some((row) => row.id === id);
  expect(copied).toEqual(new Map([...owners].filter(([id]) => copied.has(id) || written(id))));
}
