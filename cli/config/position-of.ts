import { buildTree } from './build-tree.ts';
import type { Path } from './mistake.ts';
import { parseYaml } from './parse.ts';
import { find, type Position } from './tree.ts';

/** Where the key of a path stands in the text of a config that a fleet came of; its beginning where an environment has it. */
export function positionOf(text: string): (path: Path) => Position {
  const parsed = parseYaml(text);
  const tree = 'mistakes' in parsed ? undefined : buildTree(parsed).tree;
  return (path) => (tree && find(tree, path)?.keyAt) ?? { line: 1, column: 1 };
}
