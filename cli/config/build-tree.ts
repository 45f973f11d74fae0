import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Parsed, TextMistake } from './parse.ts';
import type { Entry, Position, Tree } from './tree.ts';

const MAX_DEPTH = 32;
/** Values that aliases may unfold to, over the whole file. */
const MAX_UNFOLDED = 10_000;

/** The document with its aliases unfolded and its merge keys (`<<`) merged, and what no mapping can hold told. */
export function buildTree({ document, position }: Parsed): { tree: Tree; mistakes: TextMistake[] } {
  const builder = new TreeBuilder(position);
  const tree = builder.build(document.contents, { line: 1, column: 1 }, 0);
  return { tree, mistakes: builder.mistakes };
}

class TreeBuilder {
  readonly mistakes: TextMistake[] = [];
  readonly #position: (offset: number) => Position;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** The alias in the text that leads to what is being built, through others maybe. */
  #alias: Position | undefined;
  #unfolded = 0;

  constructor(position: (offset: number) => Position) {
    this.#position = position;
  }

  build(node: Node | null, otherwise: Position, depth: number): Tree {
    const at = node?.range ? this.#position(node.range[0]) : otherwise;
    if (depth > MAX_DEPTH) return this.#refuse(at, 'too_deep', `deeper than ${MAX_DEPTH} levels`);
    if (this.#alias && ++this.#unfolded > MAX_UNFOLDED) return this.#refuseBomb(this.#alias);
    if (isAlias(node)) return this.#unfold(node.source, at, depth);
    if (node?.anchor && !this.#alias) this.#anchors.set(node.anchor, node);
    if (!isMap(node) && !isSeq(node)) return this.#scalar(node, at);
    this.#open.add(node);
    const tree: Tree = isMap(node)
      ? { kind: 'map', at, entries: this.#entries(node, at, depth) }
      : { kind: 'list', at, items: node.items.map((item) => this.build(item as Node | null, at, depth + 1)) };
    this.#open.delete(node);
    return tree;
  }

  #scalar(node: Node | null, at: Position): Tree {
    if (!isScalar(node)) return { kind: 'scalar', at, value: null };
    const value = node.value as string | number | boolean | null;
    return this.#isText(value, at) ? { kind: 'scalar', at, value } : { kind: 'scalar', at, value, unresolved: true };
  }

  #entries(node: YAMLMap, mapAt: Position, depth: number): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const keyAt = pair.key?.range ? this.#position(pair.key.range[0]) : mapAt;
      const key = this.#key(pair.key, keyAt);
      if (key === undefined) continue;
      const value = this.build(pair.value, keyAt, depth + 1);
      const first = own.get(key);
      if (first) {
        this.#tell(keyAt, 'duplicate_key', `\`${key}\` is already on line ${first.keyAt.line}`);
      } else if (key === '<<' && value.kind !== 'scalar') {
        for (const [name, entry] of mergedEntries(value)) if (!merged.has(name)) merged.set(name, entry);
      } else {
        own.set(key, { keyAt, value });
      }
    }
    for (const [key, entry] of merged) if (!own.has(key)) own.set(key, entry);
    return own;
  }

  #key(node: Node | null, at: Position): string | undefined {
    const target = isAlias(node) ? this.#anchors.get(node.source) : node;
    const key = isScalar(target) ? (typeof target.value === 'string' ? target.value : (target.source ?? '')) : '';
    if (!isScalar(target) || key === '') {
      this.#tell(at, 'bad_key', 'a key is a word, no list, mapping or nothing');
      return undefined;
    }
    if (target.anchor) this.#anchors.set(target.anchor, target);
    return this.#isText(key, at) ? key : undefined;
  }

  #unfold(anchor: string, at: Position, depth: number): Tree {
    const target = this.#anchors.get(anchor);
    if (!target || this.#open.has(target)) {
      const message = target ? `\`*${anchor}\` stands inside what it names` : `no anchor \`&${anchor}\` before this`;
      return this.#refuse(at, 'unknown_anchor', message);
    }
    const outer = this.#alias;
    this.#alias ??= at;
    const tree = this.build(target, at, depth);
    this.#alias = outer;
    return tree;
  }

  #refuseBomb(at: Position): Tree {
    // Told once: the rest of the bomb says the same.
    if (this.#unfolded > MAX_UNFOLDED + 1) return { kind: 'scalar', at, value: null, unresolved: true };
    return this.#refuse(at, 'alias_bomb', `the aliases unfold to more than ${MAX_UNFOLDED} values`);
  }

  #refuse(at: Position, code: TextMistake['code'], message: string): Tree {
    this.#tell(at, code, message);
    return { kind: 'scalar', at, value: null, unresolved: true };
  }

  #isText(value: unknown, at: Position): boolean {
    if (typeof value !== 'string' || (!value.includes('\0') && value.isWellFormed())) return true;
    this.#tell(at, 'not_text', 'NUL or half of a surrogate pair');
    return false;
  }

  #tell(at: Position, code: TextMistake['code'], message: string): void {
    this.mistakes.push({ ...at, code, message });
  }
}

/** What `<<` brings in: a mapping, or a list of them of which the earlier ones win. */
function* mergedEntries(value: Tree): Iterable<[string, Entry]> {
  if (value.kind === 'map') yield* value.entries;
  else if (value.kind === 'list') for (const item of value.items) yield* mergedEntries(item);
}
