import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from '../../config/mistake.ts';
import { type Parsed, parseYaml } from '../../config/parse.ts';
import type { Position } from '../../config/tree.ts';
import type { AuroraError } from '../../errors.ts';
import { byHand } from '../by-hand.ts';

/** The text of a config with its nodes, which know where in it they stand. */
export interface Source {
  readonly text: string;
  readonly root: YAMLMap;
  readonly document: Parsed['document'];
  position(offset: number): Position;
  /** What ends its lines. */
  readonly eol: '\n' | '\r\n';
  /** Columns that a level is indented by. */
  readonly step: number;
}

export type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;
export type Item = Pair<Node, Node | null> | Node;

/** Of a config that has been inspected: what is no YAML, or no mapping, has been told by then. */
export function openSource(text: string): Source {
  const parsed = parseYaml(text);
  if ('mistakes' in parsed) throw new Error(`Not YAML: ${parsed.mistakes[0]?.message}`);
  const { document, position } = parsed;
  if (!isMap(document.contents)) throw new Error('A config is a mapping');
  const root = document.contents as YAMLMap;
  return { text, root, document, position, eol: /\r\n/.test(text) ? '\r\n' : '\n', step: stepOf(text) };
}

/** The first line that is indented tells. */
function stepOf(text: string): number {
  return /^( +)[^ #\r\n]/m.exec(text)?.[1]?.length ?? 2;
}

/**
 * What stands at a path: null where a key says nothing, undefined where nothing does.
 * @throws AuroraError `edit_by_hand` where an alias or a merge key leads there: a change would change other places too
 */
export function nodeAt(source: Source, path: Path): Node | null | undefined {
  let node: Node | null | undefined = source.root;
  for (const [index, step] of path.entries()) {
    if (node === null || node === undefined) return undefined;
    const item: Item | undefined = itemOf(source, node, step, path.slice(0, index));
    node = item && nodeOf(item);
  }
  if (isAlias(node)) throw aliasAt(source, node, path);
  return node;
}

/** The pair or the item at a path, with the collection that holds it. */
export function placeAt(source: Source, path: Path): { collection: Collection; index: number } | undefined {
  const within = path.slice(0, -1);
  const collection = nodeAt(source, within);
  if (!isCollection(collection)) return undefined;
  const item = itemOf(source, collection, path.at(-1) as string | number, within);
  return item && { collection, index: (collection.items as Item[]).indexOf(item) };
}

function itemOf(source: Source, node: Node, step: string | number, within: Path): Item | undefined {
  if (isAlias(node)) throw aliasAt(source, node, within);
  if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair<Node, Node | null>[];
  const own = pairs.find(({ key }) => keyText(key) === String(step));
  if (own) return own;
  const merge = pairs.find(({ key }) => keyText(key) === '<<');
  if (merge && mergesIn(source, merge, String(step))) {
    throw byHand(source.position(startOf(merge.key)), [...within, step], 'merged in by `<<`');
  }
  return undefined;
}

function aliasAt(source: Source, node: Alias, path: Path): AuroraError {
  return byHand(source.position(startOf(node)), path, `an alias of \`&${node.source}\``);
}

function mergesIn({ document }: Source, { value }: Pair<Node, Node | null>, key: string): boolean {
  const maps = isSeq(value) ? value.items : [value];
  return maps.some((each) => {
    const map = isAlias(each) ? each.resolve(document) : each;
    return isMap(map) && map.items.some((pair) => keyText(pair.key as Node) === key);
  });
}

export function isCollection(node: unknown): node is Collection {
  return isMap(node) || isSeq(node);
}

export function isPair(item: Item): item is Pair<Node, Node | null> {
  return 'key' in item;
}

export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

export function nodeOf(item: Item): Node | null {
  if (!isPair(item)) return item;
  const isNothing = isScalar(item.value) && (item.value as Scalar).value === null;
  return isNothing ? null : item.value;
}

export function startOf(item: Item): number {
  return (isPair(item) ? item.key : item).range?.[0] ?? 0;
}

/** Right after the last character that says something. */
export function endOf(item: Item): number {
  const node = isPair(item) ? (item.value ?? item.key) : item;
  const last = isCollection(node) && !node.flow ? (node.items.at(-1) as Item | undefined) : undefined;
  return last ? endOf(last) : (node.range?.[1] ?? 0);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Past the line end; of the last line, the end of the text. What ends with a line end already (a `|` block) is past it. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
