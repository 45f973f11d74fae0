import { buildTree } from './build-tree.ts';
import { environmentsOf } from './environments.ts';
import { parseYaml } from './parse.ts';

/** Development and those that the config names, in its order. */
export function environmentNames(text: string): string[] {
  const parsed = parseYaml(text);
  return 'mistakes' in parsed ? [] : environmentsOf(buildTree(parsed).tree);
}
