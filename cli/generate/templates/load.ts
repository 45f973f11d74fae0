import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { createEngine, type Render } from './engine.ts';

export interface Template {
  /** Path below the templates folder, e.g. `domain/services/__service__/src/main.ts.hbs`. */
  readonly id: string;
  /** First segment of the id: the kind of service it is for, or `service` for every kind. */
  readonly set: string;
  /** Where its output goes, with its variables: the id without set and `.hbs`. */
  readonly target: string;
  readonly render: Render;
}

const SUFFIX = '.hbs';
const PARTIALS = 'partials/';

/** Reads the whole tree at once; after this, planning needs no disk. */
export function loadTemplates(folder: string): readonly Template[] {
  const sources = readSources(folder);
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

function readSources(folder: string): [id: string, source: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((id) => [id, readFileSync(join(folder, id), 'utf8')]);
}
