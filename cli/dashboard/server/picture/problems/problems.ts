import type { Problem } from '../../../api.ts';
import type { Known } from '../known.ts';
import { problemsOfEvents } from './of-events.ts';
import { problemsOfLoad } from './of-load.ts';
import { problemsOfSchema } from './of-schema.ts';
import { problemsOfServices } from './of-services.ts';

const RULES = [problemsOfServices, problemsOfEvents, problemsOfLoad, problemsOfSchema];

/** Remembers since when a problem has been there. */
export class Problems {
  #since: ReadonlyMap<string, string> = new Map();

  /** What is wrong, the worst first. */
  of(known: Known): Problem[] {
    const now = new Date(known.at).toISOString();
    const found = RULES.flatMap((rule) => rule(known));
    this.#since = new Map(found.map((problem) => [keyOf(problem), this.#since.get(keyOf(problem)) ?? now]));
    const dated = found.map((problem) => ({ since: this.#since.get(keyOf(problem)) ?? now, ...problem }));
    return dated.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  }
}

/** Numbers in it change while it is the same. */
function keyOf({ severity, about, text }: Problem): string {
  return [severity, about, text.replaceAll(/\d+/g, '')].join('\n');
}
