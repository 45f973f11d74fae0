/** What orders services: their names and the edges between them. */
export interface Dependent {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** `names` and all that they stand on, in the order of `services`; all of them where none is named. */
export function withDependencies<T extends Dependent>(services: readonly T[], names: readonly string[]): readonly T[] {
  if (names.length === 0) return services;
  const byName = new Map(services.map((service) => [service.name, service]));
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const dependency of byName.get(name)?.dependsOn ?? []) want(dependency);
  };
  for (const name of names) want(name);
  return services.filter(({ name }) => wanted.has(name));
}

/**
 * Services in levels: each stands only on those before its own. Started level by level, stopped in reverse.
 * The config refuses cycles; edges to services that are not among these do not count.
 */
export function levelsOf<T extends Dependent>(services: readonly T[]): readonly (readonly T[])[] {
  const levels: T[][] = [];
  const done = new Set<string>();
  let rest = services;
  while (rest.length > 0) {
    const open = new Set(rest.map(({ name }) => name));
    const level = rest.filter(({ dependsOn }) => dependsOn.every((name) => done.has(name) || !open.has(name)));
    if (level.length === 0) throw new RangeError(`cycle between ${rest.map(({ name }) => name).join(', ')}`);
    for (const { name } of level) done.add(name);
    levels.push(level);
    rest = rest.filter(({ name }) => !done.has(name));
  }
  return levels;
}
