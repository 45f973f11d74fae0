import { createEngine, type Render } from './engine.ts';
import type { OwnTemplate } from './own.ts';
import { readSources, SUFFIX } from './sources.ts';

export interface Template {
  /** Path below the templates folder, e.g. `domain/services/__service__/src/main.ts.hbs`. */
  readonly id: string;
  /** First segment of the id: the kind of service it is for, or `service` for every kind. */
  readonly set: string;
  /** Where its output goes, with its variables: the id without set and `.hbs`. */
  readonly target: string;
  readonly render: Render;
}

const PARTIALS = 'partials/';

/**
 * Reads the whole tree at once; after this, planning needs no disk.
 * @param own the fleet's: each is in the place of the one with its id, or beside all others
 */
export function loadTemplates(folder: string, own: readonly OwnTemplate[] = []): readonly Template[] {
  const sources = [...new Map([...readSources(folder), ...own.map(({ id, source }) => [id, source] as const)])].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const partials = new Map<string, string>();
  for (const [id, source] of sources) {
    if (id.startsWith(PARTIALS)) partials.set(id.slice(PARTIALS.length, -SUFFIX.length), source);
  }
  const compile = createEngine(partials);
  return sources
    .filter(([id]) => !id.startsWith(PARTIALS))
    .map(([id, source]) => {
      const slash = id.indexOf('/');
      return {
        id,
        set: id.slice(0, slash),
        target: id.slice(slash + 1, -SUFFIX.length),
        render: compile(id, source),
      };
    });
}
