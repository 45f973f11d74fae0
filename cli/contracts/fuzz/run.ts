import fc from 'fast-check';
import type { Surroundings } from './arbitrary.ts';
import { badAttempt } from './bad.ts';
import { conformityTo } from './conformity.ts';
import { collectionOf, type Document, type Operation, operationsOf } from './document.ts';
import { type Draft, goodDrafts, type Known } from './draft.ts';
import type { Entry } from './entry.ts';
import { goodAttempt } from './good.ts';
import { type Hunted, hunt, type Shown } from './hunt.ts';
import { kindsOf, liveAttempt, livesOf } from './life.ts';
import { LiveFleet, needsToBeTold, type Tokens } from './live-fleet.ts';
import { openWire } from './send.ts';
import { newTally, type OperationTally } from './tally.ts';
import { violationsOf } from './violation/all.ts';

/** A service with its own document, and where each of its operations is asked for. */
export interface FuzzedService {
  readonly name: string;
  readonly document: Document;
  readonly baseUrlOf: (operation: Operation) => string;
}

export interface FuzzTarget {
  readonly services: readonly FuzzedService[];
  readonly tokens: Tokens;
  readonly known: Known;
  /** The collection to which a field of what is made in another refers. */
  readonly refersTo: (collection: string, field: string) => string | undefined;
}

export interface FuzzWish {
  /** Requests of each operation, about. */
  readonly runs: number;
  readonly seed: number;
  /** Which operations; others are only used to make what these need. */
  readonly includes: (service: string, key: string) => boolean;
  /** One part alone, by its name. */
  readonly only?: string | undefined;
  /** Where in that part to begin. */
  readonly path?: string | undefined;
  /** For the whole. */
  readonly timeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told before each operation. */
  readonly hear?: (operation: string, finds: number) => void;
}

export interface Find extends Hunted {
  readonly service: string;
  readonly operation: string;
  /** Of the operation: `good`, `life`, or what was wrong with the request. */
  readonly part: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly operations: readonly OperationTally[];
  readonly finds: readonly Find[];
  /** What it made and could not undo. */
  readonly left: readonly string[];
  /** Whether time was up before all was tried. */
  readonly cut: boolean;
}

/** Of the runs of an operation, those that are good; the others have something wrong each. */
const GOOD = 0.4;
/** A life is about as many requests. */
const LIFE = 15;

/** Asks the operations of a fleet for all that their documents allow, and for much that they do not. Undoes what it did. */
export async function fuzz({ services, tokens, known, refersTo }: FuzzTarget, wish: FuzzWish): Promise<FuzzReport> {
  const { seed, signal, timeMs } = wish;
  await using wire = openWire(`fuzz-${process.pid}-${Date.now().toString(36)}`);
  const all = services.flatMap((service) => entriesOf(service, refersTo));
  const makers = new Map(
    all.filter(({ entry }) => entry.operation.method === 'POST').map((one) => [one.entry.operation.path, one]),
  );
  const live = new LiveFleet(wire, tokens, `fuzz-${process.pid}-${Date.now().toString(36)}`, known, makers);
  const chosen = all.filter(({ entry }) => wish.includes(entry.service, entry.operation.key)).sort(byOrder);
  const kinds = kindsOf(all.map(({ entry }) => entry));
  const tallies = new Map(all.map(({ entry }) => [entry, newTally(entry.service, entry.operation)]));
  const tallyOf = (entry: Entry) => tallies.get(entry) as OperationTally;
  const end = timeMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeMs;
  const finds: Find[] = [];
  let cut = false;
  try {
    for (const [index, { entry, around, document }] of chosen.entries()) {
      if (signal?.aborted) break;
      const { operation, service } = entry;
      wish.hear?.(operation.key, finds.length);
      const until = Date.now() + (end - Date.now()) / (chosen.length - index);
      const stopped = () => {
        if (Date.now() > until) cut = true;
        return signal?.aborted === true || Date.now() > until;
      };
      const options = { seed, stopped, known: new Set<string>(), path: wish.path };
      const part = async <T>(
        name: string,
        runs: number,
        cases: fc.Arbitrary<T>,
        attempt: (one: T) => Promise<Shown | undefined>,
      ) => {
        if (wish.only !== undefined && wish.only !== name) return;
        const found = await orSkipped(name, tallyOf(entry), () => hunt(cases, attempt, { ...options, runs }));
        finds.push(...(found ?? []).map((each) => ({ ...each, service, operation: operation.key, part: name })));
      };
      await orSkipped('all', tallyOf(entry), async () => {
        // What only another operation tells is asked for there first, whether that one is chosen or not.
        for (const teller of needsToBeTold(operation) ? all.filter((one) => mayTell(one.entry, entry)) : []) {
          const [draft] = fc.sample(goodDrafts(teller.entry.operation, teller.around, known), { numRuns: 1, seed });
          await live.ask(teller.entry, draft as Draft);
        }
        const good = goodDrafts(operation, around, known);
        await part('good', Math.ceil(wish.runs * GOOD), good, goodAttempt(entry, document, live, tallyOf(entry)));
        const kind = kinds.get(operation.path);
        if (kind?.create === entry) {
          const update = all.find((one) => one.entry === kind.update);
          const updates = update && goodDrafts(update.entry.operation, update.around, known);
          const lives = livesOf(kind, good, updates as fc.Arbitrary<Draft> | undefined);
          await part('life', Math.ceil(wish.runs / LIFE), lives, liveAttempt(kind, document, live, tallyOf));
        }
        const violations = violationsOf(operation, good, around).filter(
          ({ where }) => !needsToBeTold(operation) || where.startsWith('path'),
        );
        const share = Math.ceil(wish.runs * (1 - GOOD));
        const some = wish.only === undefined ? picked(violations, share, seed) : violations;
        for (const violation of some) {
          const planted = violation.drafts.map((draft) => ({ violation, draft }));
          const name = `${violation.kind}, ${violation.where}`;
          await part(
            name,
            Math.max(1, Math.round(share / some.length)),
            planted,
            badAttempt(entry, document, live, tallyOf(entry)),
          );
        }
      });
    }
  } catch (error) {
    await live.ledger.undo(wire);
    throw error;
  }
  const left = await live.ledger.undo(wire);
  return { seed, operations: chosen.map(({ entry }) => tallyOf(entry)), finds, left, cut };
}

function mayTell({ operation: { method, guarded, path } }: Entry, { operation }: Entry): boolean {
  return method === 'GET' && guarded && collectionOf(path) === collectionOf(operation.path);
}

/** What cannot be made up is told, and the rest goes on. */
async function orSkipped<T>(part: string, { skipped }: OperationTally, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    skipped.push(`${part}: ${error.message}`);
    return undefined;
  }
}

interface Chosen {
  readonly entry: Entry;
  readonly around: Surroundings;
  readonly document: Document;
}

function entriesOf({ name, document, baseUrlOf }: FuzzedService, refersTo: FuzzTarget['refersTo']): Chosen[] {
  const conformity = conformityTo(document);
  return operationsOf(document).map((operation) => {
    const [collection = ''] = operation.path.split('/{');
    const around = { document, conformity, referredBy: (field: string) => refersTo(collection, field) };
    return { entry: { service: name, operation, baseUrl: baseUrlOf(operation), conformity }, around, document };
  });
}

/** What is made first can be looked at; what is told by one operation is asked for by the next. */
const ORDER = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];

function byOrder(a: Chosen, b: Chosen): number {
  const rank = ({ entry: { operation } }: Chosen) =>
    ORDER.indexOf(operation.method) + (needsToBeTold(operation) ? 0.5 : 0);
  return rank(a) - rank(b);
}

/** So many of them, the same for the same seed; all where there are not more. */
function picked<T>(all: readonly T[], most: number, seed: number): readonly T[] {
  if (all.length <= most) return all;
  const [some = []] = fc.sample(fc.shuffledSubarray([...all], { minLength: most, maxLength: most }), {
    numRuns: 1,
    seed,
  });
  return some;
}
