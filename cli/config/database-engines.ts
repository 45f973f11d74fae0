import { buildTree } from './build-tree.ts';
import { environmentsOf, overlay } from './environments.ts';
import type { DatabaseEngine } from './model.ts';
import { parseYaml } from './parse.ts';
import { find } from './tree.ts';

/** The databases that a config names over all its environments, whose variables need not be set here. */
export function databaseEngines(text: string): DatabaseEngine[] {
  const parsed = parseYaml(text);
  if ('mistakes' in parsed) return [];
  const { tree } = buildTree(parsed);
  if (tree.kind !== 'map') return [];
  const engines = environmentsOf(tree).map((environment) => {
    const found = find(overlay(tree, environment).tree, ['infrastructure', 'database', 'engine'])?.value;
    return found?.kind === 'scalar' ? (found.value as DatabaseEngine) : 'postgres';
  });
  return [...new Set(engines)];
}
