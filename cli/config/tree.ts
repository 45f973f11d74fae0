import type { Path } from './mistake.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The file's values, each still knowing where it stands: what overlays and variables work on. */
export type Tree = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyAt: Position;
  readonly value: Tree;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly Tree[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: string | number | boolean | null;
  /** As written, where a variable gave the value: findings show this, never what the environment holds. */
  readonly written?: string;
  /** A variable was missing: whatever else is wrong with the value follows from that. */
  readonly unresolved?: true;
}

/** The plain value, without prototypes, so that no key can mean anything by itself. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  const value = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of tree.entries) value[key] = plain(entry.value);
  return value;
}

/** What stands at a path, and where its key does; undefined where nothing does. */
export function find(tree: Tree, path: Path): Entry | undefined {
  let found: Entry | undefined = { keyAt: { line: 1, column: 1 }, value: tree };
  for (const step of path) {
    const value: Tree = found.value;
    if (value.kind === 'map') found = value.entries.get(String(step));
    else if (value.kind === 'list') found = entryOf(value.items[Number(step)]);
    else return undefined;
    if (!found) return undefined;
  }
  return found;
}

/** An item of a list has no key: both of its positions are its own. */
const entryOf = (item: Tree | undefined): Entry | undefined => item && { keyAt: item.at, value: item };
