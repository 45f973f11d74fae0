import { isMap, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Path } from '../../config/mistake.ts';
import { renderBlock, renderFlow, type Value } from './render.ts';
import {
  type Collection,
  endOf,
  type Item,
  isCollection,
  lineStart,
  nextLine,
  nodeAt,
  placeAt,
  type Source,
  startOf,
} from './source.ts';
import type { Splice } from './splice.ts';

export type Entries = { readonly [key: string]: Value };

/**
 * Adds keys at the end of the mapping at a path, written as their neighbours are; mappings that are missing come with them.
 * `open` gives each key a line of its own where there are no neighbours to look at.
 */
export function insert(source: Source, path: Path, entries: Entries, open?: boolean): Splice[] {
  const map = nodeAt(source, path);
  if (map === undefined) return insert(source, path.slice(0, -1), { [String(path.at(-1))]: entries }, open);
  if (!isMap(map)) return underKey(source, path, entries);
  if (map.flow || map.items.length === 0) {
    const written = Object.entries(entries).map(([key, value]) => `${renderFlow(key)}: ${renderFlow(value)}`);
    return intoFlow(source, map as YAMLMap<Node, Node | null>, written);
  }
  const isOpen = open ?? isOpened(map as YAMLMap<Node, Node | null>);
  const lines = Object.entries(entries).map(([key, value]) => renderBlock(key, value, source.step, isOpen));
  return [afterLast(source, map as YAMLMap<Node, Node | null>, lines)];
}

/** Whether small mappings take a line for each key there. */
function isOpened({ items }: YAMLMap<Node, Node | null>): boolean {
  const maps = items.flatMap(({ value }) => (isMap(value) ? [value] : []));
  const small = maps.findLast((map) => !map.items.some(({ value }) => isMap(value)));
  return small !== undefined && !small.flow;
}

/** Adds items at the end of the list at a path. */
export function append(source: Source, path: Path, values: readonly Value[]): Splice[] {
  const list = nodeAt(source, path);
  if (!isCollection(list)) throw new Error(`There is no list at ${path.join('.')}`);
  if (list.flow || list.items.length === 0) return intoFlow(source, list, values.map(renderFlow));
  return [
    afterLast(
      source,
      list,
      values.map((value) => [`- ${renderFlow(value)}`]),
    ),
  ];
}

function afterLast({ text, eol }: Source, collection: Collection, added: readonly string[][]): Splice {
  const items = collection.items as Item[];
  const last = items.at(-1) as Item;
  const start = lineStart(text, startOf(items[0] as Item));
  const column = /^ */.exec(text.slice(start))?.[0] ?? '';
  const at = nextLine(text, endOf(last));
  const before = text[at - 1] === '\n' ? '' : eol;
  const gap = isSpaced(text, items) ? eol : '';
  const written = added.map((lines) => gap + lines.map((line) => column + line).join(eol)).join(eol);
  return { from: at, to: at, text: before + written + (before === '' ? eol : '') };
}

/** Whether a blank line stands before the last one. */
function isSpaced(text: string, items: readonly Item[]): boolean {
  const [previous, last] = items.slice(-2);
  return (
    previous !== undefined && last !== undefined && /\n[ \t]*\r?\n/.test(text.slice(endOf(previous) - 1, startOf(last)))
  );
}

function intoFlow({ text, eol }: Source, collection: Collection, written: readonly string[]): Splice[] {
  const [from, to] = collection.range as [number, number, number];
  const last = collection.items.at(-1) as Item | undefined;
  if (!last) {
    const [open, close] = isMap(collection) ? ['{ ', ' }'] : ['[', ']'];
    return [{ from, to, text: open + written.join(', ') + close }];
  }
  const end = endOf(last);
  const rest = text.slice(end, to - 1);
  if (!rest.includes('\n')) return [{ from: end, to: end, text: written.map((each) => `, ${each}`).join('') }];
  const hasComma = /^\s*,/.test(rest);
  const at = nextLine(text, end) - eol.length;
  const column = /^ */.exec(text.slice(lineStart(text, startOf(last))))?.[0] ?? '';
  const lines = written.map((each) => eol + column + each).join(',') + (hasComma ? ',' : '');
  const added = { from: at, to: at, text: lines };
  return hasComma ? [added] : [{ from: end, to: end, text: ',' }, added];
}

/** After a key that says nothing yet, or `null`, which goes. */
function underKey(source: Source, path: Path, entries: Entries): Splice[] {
  const { text, eol, step } = source;
  const place = placeAt(source, path);
  const pair = place?.collection.items[place.index] as Pair<Node, Node | null>;
  const [from, to] = pair.value?.range ?? [endOf(pair), endOf(pair)];
  if (place?.collection.flow) {
    const flow = renderFlow(entries);
    return [{ from, to, text: text[from - 1] === ' ' ? flow : ` ${flow}` }];
  }
  const column = ' '.repeat(startOf(pair) - lineStart(text, startOf(pair)) + step);
  const lines = Object.entries(entries).flatMap(([key, value]) => renderBlock(key, value, step));
  const at = nextLine(text, to);
  const before = text[at - 1] === '\n' ? '' : eol;
  const added = lines.map((line) => column + line).join(eol);
  return [
    { from, to, text: '' },
    { from: at, to: at, text: before + added + (before === '' ? eol : '') },
  ];
}
