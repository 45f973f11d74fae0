import fc from 'fast-check';
import { type Document, followed, type Operation, type Parameter, type Schema, typesOf } from './document.ts';
import { type Draft, written } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Shown } from './hunt.ts';
import type { LiveFleet } from './live-fleet.ts';
import { brokenBy, type Failure } from './oracle.ts';
import { changedFields } from './same-value.ts';
import type { Reply, Sent } from './send.ts';
import { shown } from './shown.ts';
import { count, type OperationTally } from './tally.ts';

/** The operations on one kind of resource. */
export interface Kind {
  readonly create: Entry;
  readonly list: Entry;
  readonly read: Entry;
  readonly update: Entry | undefined;
  readonly remove: Entry;
}

type Step =
  | { readonly do: 'create'; readonly draft: Draft }
  | { readonly do: 'update'; readonly nth: number; readonly draft: Draft }
  | { readonly do: 'remove'; readonly nth: number }
  | { readonly do: 'find'; readonly nth: number; readonly by: number }
  | { readonly do: 'walk'; readonly sort: readonly string[]; readonly limit: number };

const MOST_STEPS = 12;

/** The kinds of resources that can be made, found, read and deleted. */
export function kindsOf(entries: readonly Entry[]): Map<string, Kind> {
  const at = (key: string) => entries.find(({ operation }) => operation.key === key);
  const kinds = entries.flatMap((create): [string, Kind][] => {
    const { method, path } = create.operation;
    if (method !== 'POST') return [];
    const [list, read, update, remove] = [
      `GET ${path}`,
      `GET ${path}/{id}`,
      `PATCH ${path}/{id}`,
      `DELETE ${path}/{id}`,
    ].map(at);
    return list && read && remove ? [[path, { create, list, read, update, remove }]] : [];
  });
  return new Map(kinds);
}

/** Any order of steps in the life of some resources. */
export function livesOf(
  { list }: Kind,
  creations: fc.Arbitrary<Draft>,
  updates: fc.Arbitrary<Draft> | undefined,
): fc.Arbitrary<Step[]> {
  const nth = fc.nat(5);
  const fields = sortable(list.operation);
  const sort =
    fields.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.constantFrom(...fields), { maxLength: 2, selector: (each) => each.replace('-', '') });
  const steps: fc.WeightedArbitrary<Step>[] = [
    { weight: 4, arbitrary: creations.map((draft) => ({ do: 'create', draft })) },
    ...(updates
      ? [{ weight: 2, arbitrary: fc.record({ do: fc.constant('update' as const), nth, draft: updates }) }]
      : []),
    { weight: 1, arbitrary: nth.map((at) => ({ do: 'remove', nth: at })) },
    { weight: 4, arbitrary: fc.tuple(nth, fc.nat(1000)).map(([at, by]) => ({ do: 'find', nth: at, by })) },
    {
      weight: 2,
      arbitrary: fc.tuple(sort, fc.integer({ min: 1, max: 4 })).map(([by, limit]) => ({ do: 'walk', sort: by, limit })),
    },
  ];
  return fc.array(fc.oneof(...steps), { minLength: 2, maxLength: MOST_STEPS, size: 'max' });
}

/** What is known of a resource: as it was last answered. */
interface Known {
  readonly id: string;
  body: Readonly<Record<string, unknown>>;
}

/** Lives a life against the fleet, and holds after each step that the fleet knows what we know. */
export function liveAttempt(
  kind: Kind,
  document: Document,
  live: LiveFleet,
  tallies: (entry: Entry) => OperationTally,
) {
  return async (steps: readonly Step[]): Promise<Shown | undefined> => {
    const all: Known[] = [];
    const requests: Sent[] = [];
    const ask = async (entry: Entry, draft: Draft) => {
      const { sent, reply } = await live.ask(entry, draft);
      requests.push(sent);
      count(tallies(entry), 'good', reply);
      return { reply, failure: brokenBy(entry.operation, sent, reply, entry.conformity) };
    };
    const fail = (failure: Failure, reply: Reply) => shown(failure, requests, reply);
    const bare = (entry: Entry, id: string | undefined, query: readonly string[] = []): Draft => ({
      method: entry.operation.method,
      path: entry.operation.path,
      place: id === undefined ? {} : { id },
      query,
      headers: {},
      token: 'all',
    });
    for (const step of steps) {
      const one = 'nth' in step ? all[step.nth % Math.max(1, all.length)] : undefined;
      if (step.do === 'create') {
        const { reply, failure } = await ask(kind.create, { ...step.draft, headers: {} });
        if (failure) return fail(failure, reply);
        const body = Object(reply.body) as Known['body'];
        if (reply.status < 300 && typeof body.id === 'string') all.push({ id: body.id, body });
      } else if (step.do === 'update' && one && kind.update) {
        const { reply, failure } = await ask(kind.update, { ...step.draft, place: { id: one.id }, headers: {} });
        if (failure) return fail(failure, reply);
        if (reply.status < 300) one.body = Object(reply.body) as Known['body'];
      } else if (step.do === 'remove' && one) {
        const { reply, failure } = await ask(kind.remove, bare(kind.remove, one.id));
        if (failure) return fail(failure, reply);
        if (reply.status !== 204) continue;
        all.splice(all.indexOf(one), 1);
        const gone = await ask(kind.read, bare(kind.read, one.id));
        if (gone.reply.status !== 404)
          return fail({ promise: 'what is deleted is gone', says: `GET answers ${gone.reply.status}` }, gone.reply);
        const left = await ask(kind.list, bare(kind.list, undefined, [`filter[id]=${one.id}`]));
        if (itemsOf(left.reply).length > 0)
          return fail({ promise: 'what is deleted is in no list', says: 'the list still has it' }, left.reply);
      } else if (step.do === 'find' && one) {
        const search = searchFor(kind.list.operation, one.body, step.by);
        if (!search) continue;
        const { reply, failure } = await ask(
          kind.list,
          bare(kind.list, undefined, [`filter[id]=${one.id}`, search.query]),
        );
        if (failure) return fail(failure, reply);
        const [found] = itemsOf(reply);
        if (reply.status !== 200)
          return fail(
            {
              promise: `a filter takes what was read (${search.name})`,
              says: `${search.query} answers ${reply.status}`,
            },
            reply,
          );
        if ((found !== undefined) !== search.finds) {
          const says = `${search.query} ${found ? 'finds' : 'does not find'} what has ${search.value}`;
          return fail({ promise: `a filter finds what fits (${search.name})`, says }, reply);
        }
        const changed = found ? changedFields(ownFields(kind, document, one.body), found) : [];
        if (changed.length > 0) return fail({ promise: 'a list shows what is there', says: changed.join('; ') }, reply);
      } else if (step.do === 'walk' && all.length > 0) {
        const ids: string[] = [];
        let cursor: string | undefined;
        const base = [`limit=${step.limit}`, `filter[id][in]=${all.map(({ id }) => id).join(',')}`];
        const sort = step.sort.length > 0 ? [`sort=${step.sort.join(',')}`] : [];
        do {
          const { reply, failure } = await ask(
            kind.list,
            bare(kind.list, undefined, [...base, ...sort, ...(cursor ? [`cursor=${cursor}`] : [])]),
          );
          if (failure) return fail(failure, reply);
          if (reply.status !== 200)
            return fail({ promise: 'pages lead to the end', says: `a page answers ${reply.status}` }, reply);
          ids.push(...itemsOf(reply).map(({ id }) => String(id)));
          cursor = (Object(reply.body) as { nextCursor?: string | null }).nextCursor ?? undefined;
          const missing = all.filter(({ id }) => !ids.includes(id)).length;
          if (new Set(ids).size < ids.length || (!cursor && missing > 0)) {
            const says = `${all.length} are there, the pages had ${ids.length}, ${new Set(ids).size} different ones`;
            return fail({ promise: 'pages have each once', says }, reply);
          }
        } while (cursor);
      }
    }
    return undefined;
  };
}

function itemsOf({ body }: Reply): readonly Readonly<Record<string, unknown>>[] {
  return (Object(body) as { items?: [] }).items ?? [];
}

function sortable({ parameters }: Operation): string[] {
  return (parameters.find(({ name }) => name === 'sort')?.schema.items?.enum ?? []) as string[];
}

/** What a client sets: what is embedded, or counted, changes by itself. */
function ownFields({ create }: Kind, document: Document, body: Known['body']): object {
  const schema = create.operation.body && followed<Schema>(document, create.operation.body.schema);
  const names = Object.keys(schema?.properties ?? {});
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

interface Search {
  readonly name: string;
  readonly query: string;
  readonly value: string;
  readonly finds: boolean;
}

/** A filter of the list whose answer is known from what the resource has. */
function searchFor({ parameters }: Operation, body: Known['body'], by: number): Search | undefined {
  const searches = parameters.flatMap((parameter): Search[] => {
    const [, field = '', operator = 'eq'] = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(parameter.name) ?? [];
    if (field === '' || field === 'id' || !(field in body)) return [];
    return search(parameter, operator, body[field]);
  });
  return searches[by % Math.max(1, searches.length)];
}

const FINDS_ITSELF: Readonly<Record<string, boolean>> = {
  eq: true,
  ne: false,
  gt: false,
  gte: true,
  lt: false,
  lte: true,
  in: true,
  contains: true,
};

function search(parameter: Parameter, operator: string, value: unknown): Search[] {
  const { name, schema } = parameter;
  const told = JSON.stringify(value);
  if (operator === 'null') return [{ name, query: written(parameter, value === null), value: told, finds: true }];
  const finds = FINDS_ITSELF[operator];
  if (value === null || finds === undefined) return [];
  if (Array.isArray(value)) {
    const [first] = value;
    if (first === undefined) return [];
    return [{ name, query: written(parameter, operator === 'in' ? [first] : first), value: told, finds }];
  }
  const text = String(value);
  // A comma stands between the values of a list.
  if (operator === 'in' && text.includes(',')) return [];
  if (text === '') return [];
  const longest = schema.maxLength ?? Number.POSITIVE_INFINITY;
  if ([...text].length > longest) return [];
  return [{ name, query: written(parameter, typesOf(schema).includes('array') ? [text] : text), value: told, finds }];
}
