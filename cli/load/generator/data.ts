import { rm } from 'node:fs/promises';
import type { Entity, ReferenceField } from '../../config/model.ts';
import { sampleOf } from '../../verify/sample.ts';
import type { Scenario } from '../scenario/contract.ts';
import { Failure, failureOf, failureWithout } from './failure.ts';
import { type Journal, openJournal, remainsIn } from './journal.ts';
import { askOf, type Making } from './making.ts';
import type { LoadPlan } from './plan.ts';
import type { Requester } from './requester.ts';

export interface Row {
  readonly n: number;
  /** `/api/v1/orders/…`. */
  readonly path: string;
}

/** How much is made and removed at once outside the measured time. */
const AT_ONCE = 8;
/** What something refers to goes after it; a service that is still busy is asked again. */
const PASSES = 4;
const PAUSE_MS = 250;

export const FILES = '/api/v1/files';

/** What a run makes, and how it goes again. */
export class Data {
  readonly run = Math.random().toString(36).slice(2, 10);
  readonly #requester: Requester;
  readonly #aside: Requester;
  readonly #entities: LoadPlan['entities'];
  readonly #journals: string;
  readonly #journal: Journal;
  readonly #rows = new Map<string, readonly Row[]>();
  #count = 0;
  #made = 0;
  #removed = 0;

  /** @param aside for what is not measured */
  constructor(requester: Requester, aside: Requester, { entities, journals }: LoadPlan) {
    this.#requester = requester;
    this.#aside = aside;
    this.#entities = entities;
    this.#journals = journals;
    this.#journal = openJournal(journals, this.run);
  }

  entity(key: string): Entity {
    return this.#entities[key] as Entity;
  }

  /** Makes what actions read, change and refer to. @throws Failure what the fleet does not let happen */
  async setUp({ actions, rows }: Scenario): Promise<void> {
    for (const { does } of actions) {
      if (does.verb === 'download') await this.#files(does.bytes, rows);
      if (!('entity' in does)) continue;
      if (does.verb === 'create' || does.verb === 'delete') await this.#referencesOf(this.entity(does.entity));
      else await this.#rowsOf(does.entity, rows);
    }
  }

  /** Those of an entity that the run began with. */
  rows(key: string): readonly Row[] {
    return this.#rows.get(key) ?? [];
  }

  files(bytes: number): readonly Row[] {
    return this.rows(`files of ${bytes}`);
  }

  /** A new one of an entity, whose references lead to rows of the run. */
  making(key: string): Making {
    const entity = this.entity(key);
    return { path: `/api/v1/${entity.path}`, key: this.#salt(), json: this.sample(entity) };
  }

  sample(entity: Entity): Record<string, unknown> {
    const references = requiredBy(entity).map((field) => {
      const ids = this.rows(ownerOf(field)).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
      const id = ids[this.#count % Math.max(1, ids.length)];
      return [field.name, field.many ? [id] : id] as const;
    });
    return sampleOf(entity, this.#salt(), Object.fromEntries(references));
  }

  uploading(bytes: number): Making {
    const key = this.#salt();
    return { path: FILES, key, upload: { name: `${key}.bin`, bytes } };
  }

  /** Makes one, and remembers to remove it. @throws Failure */
  async make(making: Making, requester = this.#requester): Promise<Row> {
    const n = this.#journal.ask(making);
    const ask = askOf(making);
    const request = `${ask.method} ${ask.path}`;
    const answer = await requester.ask(ask).catch((error) => {
      throw failureWithout(error, request);
    });
    if (answer.status !== 201) {
      // It may have been made where nobody can know: then the line stays, and the next run asks again.
      if (answer.status < 500) this.#journal.gone(n);
      throw failureOf(answer, request);
    }
    return this.#keep(n, pathIn(answer.headers.location, request));
  }

  /** What somebody's own request has made, if its answer says where. */
  adopt(request: string, location: string): Row {
    const path = pathIn(location, request);
    return this.#keep(this.#journal.ask({ path, key: this.#salt(), json: null }), path);
  }

  gone({ n }: Row): void {
    this.#journal.gone(n);
    this.#removed++;
  }

  /** Removes all that was made, newest first, and tells what could not be. */
  async tearDown(): Promise<{ made: number; removed: number; left: string[] }> {
    for (let pass = 0; pass < PASSES && this.#journal.left().length > 0; pass++) {
      if (pass > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * pass));
      await eachOf(this.#journal.left(), async (row) => {
        if (await this.#delete(row.path)) this.gone(row);
      });
    }
    const left = this.#journal.left().map(({ path }) => path);
    this.#journal.close();
    return { made: this.#made, removed: this.#removed, left };
  }

  /** Removes what runs that were killed have left; how many things that were. */
  async heal(): Promise<number> {
    let healed = 0;
    for (const { file, made, unsure } of remainsIn(this.#journals)) {
      const found = await Promise.all(unsure.map((making) => this.#find(making)));
      const rows = [...found.flatMap((path) => path ?? []), ...made].map((path, n) => ({ n, path }));
      const left = new Set(rows);
      for (let pass = 0; pass < PASSES && left.size > 0; pass++) {
        await eachOf([...left], async (row) => {
          if (await this.#delete(row.path)) left.delete(row);
        });
      }
      healed += rows.length - left.size;
      if (left.size === 0) await rm(file, { force: true });
    }
    return healed;
  }

  async #find(making: Making): Promise<string | undefined> {
    if ('json' in making && making.json === null) return undefined;
    const ask = askOf(making);
    const { status, headers } = await this.#aside.ask(ask);
    return status < 300 ? pathIn(headers.location, ask.path) : undefined;
  }

  async #delete(path: string): Promise<boolean> {
    try {
      const { status } = await this.#aside.ask({ method: 'DELETE', path });
      return status === 204 || status === 404;
    } catch {
      // It is told among those that are left, should the next pass not reach it either.
      return false;
    }
  }

  async #rowsOf(key: string, count: number): Promise<void> {
    if (this.rows(key).length >= count) return;
    const entity = this.#entities[key];
    if (!entity) throw new Failure('nobody can make what it must refer to', key);
    await this.#referencesOf(entity);
    await this.#fill(key, count, () => this.making(key));
  }

  async #referencesOf(entity: Entity): Promise<void> {
    for (const field of requiredBy(entity)) {
      const owner = ownerOf(field);
      if (this.rows(owner).length > 0) continue;
      if (this.#entities[owner]) await this.#rowsOf(owner, 1);
      else await this.#fill(owner, 1, () => this.uploading(1));
    }
  }

  async #files(bytes: number, count: number): Promise<void> {
    await this.#fill(`files of ${bytes}`, count, () => this.uploading(bytes));
  }

  async #fill(key: string, count: number, making: () => Making): Promise<void> {
    const rows = [...this.rows(key)];
    await eachOf(Array.from({ length: count - rows.length }), async () => {
      rows.push(await this.make(making(), this.#aside));
    });
    this.#rows.set(key, rows);
  }

  #keep(n: number, path: string): Row {
    this.#journal.made(n, path);
    this.#made++;
    return { n, path };
  }

  #salt(): string {
    return `load-${this.run}-${this.#count++}`;
  }
}

function requiredBy({ fields }: Entity): readonly ReferenceField[] {
  return fields.filter((field): field is ReferenceField => field.type === 'reference' && field.required);
}

const ownerOf = ({ service, entity }: ReferenceField) => `${service}.${entity}`;

function pathIn(location: string | string[] | undefined, request: string): string {
  if (typeof location === 'string') return new URL(location, 'http://target').pathname;
  throw new Failure('no Location of what was made', request);
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const some = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
