import { DEFAULT_ENVIRONMENT } from './locate.ts';
import type { Mistake } from './mistake.ts';
import { nearest } from './nearest.ts';
import { type Entry, find, type MapNode, type Tree } from './tree.ts';

/** The environments that can be chosen. */
export function environmentsOf(config: Tree): string[] {
  return [...new Set([DEFAULT_ENVIRONMENT, ...entriesAt(config, ['environments']).keys()])];
}

/** The config with one environment laid over it. `environments` itself stays as it is, to be checked as a whole. */
export function overlay(config: MapNode, environment: string): { tree: MapNode; mistakes: Mistake[] } {
  const mistakes = [...unknownEnvironment(config, environment), ...unknownServices(config)];
  const over = find(config, ['environments', environment])?.value;
  if (over?.kind !== 'map') return { tree: config, mistakes };
  const known = entriesAt(config, ['services']);
  const allowed = [...over.entries]
    .filter(([key]) => OVERLAID.has(key))
    .map(([key, entry]): [string, Entry] => [
      key,
      key === 'services' ? { ...entry, value: keepKeys(entry.value, known) } : entry,
    ]);
  return { tree: mergeMaps(config, { ...over, entries: new Map(allowed) }), mistakes };
}

/** What may differ; the schema names everything else an unknown key, where it stands. */
const OVERLAID = new Set([
  'runtime',
  'infrastructure',
  'defaults',
  'images',
  'deploy',
  'observability',
  'swarm',
  'services',
]);

function* unknownEnvironment(config: Tree, environment: string): Iterable<Mistake> {
  const known = environmentsOf(config);
  if (known.includes(environment)) return;
  const path = find(config, ['environments']) ? ['environments'] : [];
  const message = `there is no environment \`${environment}\`: ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} known`;
  yield { path, at: 'key', code: 'unknown_environment', message, suggestion: nearest(environment, known) };
}

function* unknownServices(config: Tree): Iterable<Mistake> {
  const known = entriesAt(config, ['services']);
  for (const environment of entriesAt(config, ['environments']).keys()) {
    const path = ['environments', environment, 'services'];
    for (const service of entriesAt(config, path).keys()) {
      if (known.has(service)) continue;
      const message = `the fleet has no service \`${service}\``;
      const suggestion = nearest(service, known.keys());
      yield { path: [...path, service], at: 'key', code: 'unknown_service', message, suggestion };
    }
  }
}

function entriesAt(tree: Tree, path: readonly string[]): MapNode['entries'] {
  const value = find(tree, path)?.value;
  return value?.kind === 'map' ? value.entries : new Map();
}

function keepKeys(tree: Tree, known: MapNode['entries']): Tree {
  if (tree.kind !== 'map') return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => known.has(key))) };
}

/** Mappings merge key by key; everything else replaces. */
function mergeMaps(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    const merges = below?.value.kind === 'map' && entry.value.kind === 'map';
    entries.set(key, merges ? { ...below, value: mergeMaps(below.value as MapNode, entry.value as MapNode) } : entry);
  }
  return { ...base, entries };
}
