import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Import, importsOf } from './imports.ts';

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: root })
  .toString()
  .trim()
  .split('\n')
  .filter((file) => /^(cli|shared|services|migrations)\//.test(file) && !file.endsWith('.d.ts'));
const imports = files.flatMap((file) => importsOf(root, file));

/** Each folder of shared/ knows what stands before it. */
const SHARED = [
  ['errors', 'context'],
  ['logging', 'settings', 'metrics'],
  ['auth'],
  ['http'],
  ['otlp'],
  ['tracing'],
  ['registry'],
  ['database', 'events', 'cache'],
  ['outbox', 'inbox', 'storage'],
  ['repository'],
  ['client', 'cqrs'],
  ['references'],
  ['relations'],
  ['app'],
  ['gateway'],
  ['operations'],
  ['seeds', 'testing', 'journeys'],
  ['pacts'],
  ['bundle'],
  ['image'],
];

/** Each folder of cli/ knows what stands before it; files right in cli/ are the base that all may use. */
const CLI = [
  ['completion', 'config', 'narrators'],
  ['monitoring', 'observe', 'runtimes', 'schema'],
  ['doctor', 'edit', 'events', 'generate', 'graph', 'init', 'migrate', 'seed'],
  ['contracts'],
  ['verify'],
  ['deploy'],
  ['load'],
  ['dashboard', 'export', 'plan', 'split'],
  ['actions'],
  ['commands'],
];

const offenders = (wrong: (edge: Import) => boolean) => imports.filter(wrong).map(({ from, to }) => `${from} → ${to}`);
const top = (path: string) => path.split('/')[0];
const level = (layers: string[][], path: string) =>
  layers.findIndex((layer) => layer.includes(path.split('/')[1] ?? ''));

describe('layers', () => {
  it('sees the code', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets services import shared/, the typed client and themselves alone, and the client shared/', () => {
    const service = (path: string) => path.split('/').slice(0, 2).join('/');
    expect(
      offenders(({ from, to }) => {
        if (top(from) !== 'services') return false;
        if (service(to) === 'services/client') return false;
        if (top(to) === 'services') return service(from) !== service(to);
        return top(to) === 'cli' || top(to) === 'migrations' || top(to) === 'test' || to === '@oclif/core';
      }),
    ).toEqual([]);
  });

  it('keeps shared/ free of services and of the CLI', () => {
    expect(offenders(({ from, to }) => top(from) === 'shared' && /^(services|cli|migrations|test)\//.test(to))).toEqual(
      [],
    );
  });

  it('keeps the CLI free of services, and migrations of everything', () => {
    expect(offenders(({ from, to }) => top(from) === 'cli' && /^(services|migrations|test)\//.test(to))).toEqual([]);
    expect(offenders(({ from, to }) => top(from) === 'migrations' && /^(cli|services|shared|test)\//.test(to))).toEqual(
      [],
    );
  });

  it.each([
    ['shared', SHARED],
    ['cli', CLI],
  ])('lets the folders of %s/ import downwards only', (name, layers) => {
    const unknown = files.filter((file) => top(file) === name && file.split('/').length > 2 && level(layers, file) < 0);
    expect(unknown).toEqual([]);
    expect(
      offenders(({ from, to }) => {
        if (top(from) !== name || top(to) !== name) return false;
        const [lower, upper] = [level(layers, to), level(layers, from)];
        return upper >= 0 && lower > upper;
      }),
    ).toEqual([]);
  });

  it('has no cycle of imports', () => {
    expect(cycles(imports.filter(({ to }) => to.endsWith('.ts')))).toEqual([]);
  });
});

/** Every cycle found by walking depth first, as `a → b → a`. */
function cycles(edges: readonly Import[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
