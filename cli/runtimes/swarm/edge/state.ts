import type { Colour } from '../../colours.ts';
import type { Role } from '../../stage.ts';
import { canaryKey, keysOf, liveKey } from './keys.ts';

/** What the edges have been told, of all that can be told; what is not in it is as it was at first. */
export interface EdgeState {
  /** Services that were ever switched. */
  readonly live: ReadonlyMap<string, Colour>;
  /** Per cent of new requests that go to the colour that is not live; of one that is not in it, none. */
  readonly canaries: ReadonlyMap<string, number>;
  /** By `<service>/<colour>`; of one that was never told, the live colour is live. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** What is kept for a key. */
export interface Entry {
  /** Milliseconds, and larger than that of any entry it came after: of two the larger counts, whoever says so. */
  readonly stamp: number;
  readonly value: string;
}

/** What an edge says of itself. */
export interface Page {
  /** All of it is on the disk of its node. */
  readonly isKept: boolean;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** What stands for an entry that there is not. */
export const NOTHING = '-';

/** The last line of a page: one without it is not whole. */
export const END = 'end';

/** Takes a page apart: how often it was written and which of that is kept, then a line for each service with what is kept for its keys. */
export function pageIn(text: string): Page {
  const [counts = '', ...lines] = text.trimEnd().split('\n');
  const [written, kept] = counts.split(' ');
  const entries = new Map<string, Entry>();
  for (const line of lines) {
    const [service = '', ...cells] = line.split(' ');
    for (const [index, key] of keysOf(service).entries()) {
      const entry = entryIn(cells[index] ?? NOTHING);
      if (entry) entries.set(key, entry);
    }
  }
  return { isKept: written === kept, entries };
}

function entryIn(cell: string): Entry | undefined {
  const at = cell.indexOf(':');
  return at < 0 ? undefined : { stamp: Number(cell.slice(0, at)), value: cell.slice(at + 1) };
}

/** Of each key the entry that counts, as the edges settle it among themselves. */
export function newestOf(pages: Iterable<Pick<Page, 'entries'>>): ReadonlyMap<string, Entry> {
  const newest = new Map<string, Entry>();
  for (const { entries } of pages) {
    for (const [key, entry] of entries) {
      const other = newest.get(key);
      if (!other || isNewer(entry, other)) newest.set(key, entry);
    }
  }
  return newest;
}

/** Two at the same millisecond are told apart by what they say, so that all come to the same. */
function isNewer(one: Entry, other: Entry): boolean {
  return one.stamp > other.stamp || (one.stamp === other.stamp && one.value > other.value);
}

export function stateIn(entries: ReadonlyMap<string, Entry>): EdgeState {
  const live = new Map<string, Colour>();
  const canaries = new Map<string, number>();
  const roles = new Map<string, Role>();
  for (const [key, { value }] of entries) {
    const [kind, service = '', of] = key.split('/');
    if (kind === 'live') live.set(service, value as Colour);
    else if (kind === 'role') roles.set(`${service}/${of}`, value as Role);
    else if (value !== '0') canaries.set(service, Number(value));
  }
  return { live, canaries, roles };
}

/** The values that changes come to, in the order in which an edge has to hear them. */
export function valuesOf({ live = new Map(), canaries = new Map(), roles = new Map() }: Partial<EdgeState>) {
  // What was tried out is over before anything else is live: it would be the old one's share from there on.
  const over = [...live.keys()].filter((service) => !canaries.has(service)).map((service): Told => [service, 0]);
  return new Map<string, string>([
    ...[...over, ...canaries].map(([service, percent]): Pair => [canaryKey(service), String(percent)]),
    ...[...live].map(([service, colour]): Pair => [liveKey(service), colour]),
    ...[...roles].map(([place, role]): Pair => [`role/${place}`, role]),
  ]);
}

type Told = readonly [string, number];
type Pair = [string, string];
