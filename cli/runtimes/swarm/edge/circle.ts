import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../../../errors.ts';
import { EdgeMember } from './member.ts';
import type { Member } from './members.ts';
import { type Entry, newestOf, type Page } from './state.ts';

const LOOK_EVERY_MS = 100;
/** The managers know by then that a node is gone, or the engine has started its edge again. */
const PATIENCE_MS = 20_000;
/** How often somebody else may have said otherwise, at the same time or by a clock that is ahead, before that is left to him. */
const RAISED = 1;

/** How to get to an edge. */
export interface Way extends AsyncDisposable {
  readonly url: string;
}

export interface CircleOptions {
  /** Those that run now. */
  members(): Promise<readonly Member[]>;
  wayTo(address: string): Promise<Way>;
  readonly token: string;
  readonly patienceMs?: number;
}

/** An edge and what it says, or why it says nothing. */
type Heard<T> = { readonly member: Member } & ({ readonly said: T } | { readonly failure: string });

/** The edges of a fleet, all of which are to keep the same. */
export class EdgeCircle implements AsyncDisposable {
  readonly #options: CircleOptions;
  readonly #open = new Map<string, Promise<{ readonly way: Way; readonly edge: EdgeMember }>>();

  constructor(options: CircleOptions) {
    this.#options = options;
  }

  /** Of those that answer. @throws AuroraError `edge_unreachable`: none does */
  pages(): Promise<readonly Page[]> {
    return this.#some((edge) => edge.page());
  }

  counters(): Promise<readonly string[]> {
    return this.#some((edge) => edge.counters());
  }

  /** Has all of them keep values, each in this order. @throws AuroraError `edge_unreachable`, `switch_failed` */
  async tell(values: ReadonlyMap<string, string>): Promise<void> {
    const deadline = performance.now() + (this.#options.patienceMs ?? PATIENCE_MS);
    let entries: ReadonlyMap<string, Entry> = new Map();
    for (let raised = 0; ; ) {
      const heard = await this.#all((edge) => edge.page());
      const before = entries;
      entries = entriesFor(
        values,
        heard.flatMap((each) => ('said' in each ? [each.said] : [])),
      );
      const contested = [...before].filter(([key, { stamp }]) => (entries.get(key)?.stamp ?? 0) > stamp);
      if (contested.length > 0 && ++raised > RAISED) throw contradicted(contested.map(([key]) => key));
      const told = await Promise.all(heard.map((each) => this.#bring(each, entries)));
      const open = told.flatMap((reason, index) =>
        reason === null ? [] : [`${heard[index]?.member.node}: ${reason}`],
      );
      if (heard.length > 0 && open.length === 0) return;
      if (performance.now() > deadline) {
        throw heard.every((each) => 'failure' in each) ? unreachable(open) : notTold(open);
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.keys()].map((address) => this.#close(address)));
  }

  /** Null: it has all of it; else what is missing. */
  async #bring(heard: Heard<Page>, entries: ReadonlyMap<string, Entry>): Promise<string | null> {
    if ('failure' in heard) return heard.failure;
    const { member, said } = heard;
    const missing = [...entries].filter(([key, { stamp, value }]) => {
      const there = said.entries.get(key);
      return there?.stamp !== stamp || there.value !== value;
    });
    if (missing.length === 0) return said.isKept ? null : 'it does not write down what it was told';
    const outcome = await this.#ask(member, async (edge) => {
      for (const [key, entry] of missing) await edge.put(key, entry);
    });
    return 'failure' in outcome ? outcome.failure : `it does not take ${missing.map(([key]) => key).join(', ')}`;
  }

  async #some<T>(question: (edge: EdgeMember) => Promise<T>): Promise<readonly T[]> {
    const heard = await this.#all(question);
    const answers = heard.flatMap((each) => ('said' in each ? [each.said] : []));
    if (answers.length > 0) return answers;
    throw unreachable(heard.map((each) => `${each.member.node}: ${'failure' in each ? each.failure : ''}`));
  }

  async #all<T>(question: (edge: EdgeMember) => Promise<T>): Promise<readonly Heard<T>[]> {
    const members = await this.#options.members();
    return Promise.all(members.map((member) => this.#ask(member, question)));
  }

  async #ask<T>(member: Member, question: (edge: EdgeMember) => Promise<T>): Promise<Heard<T>> {
    const isNew = !this.#open.has(member.address);
    try {
      const { edge } = await this.#reach(member.address);
      return { member, said: await question(edge) };
    } catch (error) {
      await this.#close(member.address);
      // Why there is no way at all, for any of them, says itself.
      if (error instanceof AuroraError) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      // A connection that was kept may have ended meanwhile, with an edge that has started again.
      return isNew || code !== 'ECONNRESET' ? { member, failure: message } : this.#ask(member, question);
    }
  }

  #reach(address: string) {
    const open =
      this.#open.get(address) ??
      this.#options.wayTo(address).then((way) => ({ way, edge: new EdgeMember(way.url, this.#options.token) }));
    this.#open.set(address, open);
    return open;
  }

  async #close(address: string): Promise<void> {
    const open = this.#open.get(address);
    this.#open.delete(address);
    const { way, edge } = (await open?.catch(() => undefined)) ?? {};
    edge?.close();
    await way?.[Symbol.asyncDispose]();
  }
}

/** With what is there already as it is; a new one has a stamp above all others, so that those who compare two of them see which came later. */
function entriesFor(values: ReadonlyMap<string, string>, pages: readonly Page[], now = Date.now()) {
  const newest = newestOf(pages);
  const stamp = [...newest.values()].reduce((largest, each) => Math.max(largest, each.stamp + 1), now);
  return new Map(
    [...values].map(([key, value]): [string, Entry] => {
      const there = newest.get(key);
      return [key, there?.value === value ? there : { stamp, value }];
    }),
  );
}

function unreachable(details: readonly string[]): AuroraError {
  return new AuroraError('edge_unreachable', 'No edge of the fleet answers.', {
    exit: 'failed',
    details,
    next: 'aurora status',
  });
}

function notTold(details: readonly string[]): AuroraError {
  return new AuroraError('switch_failed', 'Not all edges send requests where they were told to.', {
    exit: 'failed',
    details,
    next: 'docker node ls, and the same command again once these nodes are well, or gone',
  });
}

function contradicted(keys: readonly string[]): AuroraError {
  return new AuroraError('switch_failed', 'Somebody else tells the edges otherwise.', {
    exit: 'failed',
    details: keys.map((key) => `${key} was changed meanwhile`),
    next: 'aurora deploy status',
  });
}
