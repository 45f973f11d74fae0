import { type Kind, kindAt } from './kinds.ts';

/** A request that a journey is about to make. */
export interface Wanted {
  readonly method: string;
  readonly url: URL;
  /** Whether it comes with a token. */
  readonly known: boolean;
  /** As text; undefined where it is none, or none that can be looked into. */
  readonly body: string | undefined;
}

export interface Rules {
  /** Whether the journey may change anything. */
  readonly writes: boolean;
  /** Whether others' data is there: then it may touch its own alone. */
  readonly careful: boolean;
  readonly kinds: readonly Kind[];
  /** What is in every text that the journey has made unique. */
  readonly mark: string;
  /** Ids of what it has made. */
  readonly made: ReadonlySet<string>;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Of filters, those that give no more than what they name. */
const NARROW = /^filter\[[^\]]+\](\[(eq|in|contains)\])?$/;

/** Why a journey must not make this request; undefined where it may. */
export function objectionTo(wanted: Wanted, rules: Rules): string | undefined {
  if (!rules.writes && !READS.has(wanted.method)) return 'the journey says that it writes nothing';
  // Without a token nothing is given away: to be refused, or by a URL that was signed for it.
  if (!rules.careful || !wanted.known || isOwn(wanted, rules)) return undefined;
  const { pathname } = wanted.url;
  if (wanted.method === 'POST' && rules.kinds.some(({ collection }) => collection === pathname)) {
    const isMarked = wanted.body === undefined || wanted.body.includes(rules.mark);
    return isMarked ? undefined : 'what is made outside development has to bear a unique(…) text';
  }
  if (READS.has(wanted.method) && !pathname.startsWith('/api/')) return undefined;
  return 'outside development a journey may touch nothing but what it has made, by its id or its unique(…) text';
}

function isOwn({ url }: Wanted, rules: Rules): boolean {
  const kind = kindAt(rules.kinds, url.pathname);
  if (!kind) return false;
  if (url.pathname !== kind.collection) {
    return rules.made.has(url.pathname.slice(kind.collection.length + 1).split('/')[0] ?? '');
  }
  return [...url.searchParams].some(([name, value]) => {
    if (name === 'q') return value.includes(rules.mark);
    return NARROW.test(name) && value.split(',').every((each) => rules.made.has(each) || each.includes(rules.mark));
  });
}
