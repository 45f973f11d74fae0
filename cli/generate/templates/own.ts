import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AuroraError } from '../../errors.ts';
import { readSources } from './sources.ts';

/** The folder of a fleet that holds templates of its own. */
export const OWN_TEMPLATES = 'templates';

/** A template of the fleet's own. */
export interface OwnTemplate {
  readonly id: string;
  readonly source: string;
  /** The template of the package in whose place it is; null: it is there beside all others. */
  readonly overridden: string | null;
}

const SETS = ['client', 'config', 'domain', 'file', 'fleet', 'gateway', 'partials', 'service'];

/**
 * Templates that the fleet has in place of the package's, by their path, or beside them.
 * A fleet that is the package's own folder has the package's.
 */
export function readOwnTemplates(packageFolder: string, fleetRoot: string): readonly OwnTemplate[] {
  const [theirs, own] = [packageFolder, fleetRoot].map((root) => join(root, OWN_TEMPLATES)) as [string, string];
  if (relative(theirs, own) === '' || !existsSync(own)) return [];
  const templates = readSources(own).map(([id, source]) => {
    const file = join(theirs, id);
    return { id, source, overridden: existsSync(file) ? readFileSync(file, 'utf8') : null };
  });
  const lost = templates.filter(({ id }) => !SETS.includes(id.slice(0, id.indexOf('/'))));
  if (lost.length > 0) throw unknownSet(lost);
  return templates;
}

function unknownSet(lost: readonly OwnTemplate[]): AuroraError {
  return new AuroraError('unknown_template_set', 'The folder of a template says what it is rendered for.', {
    exit: 'config',
    details: lost.map(({ id }) => `${OWN_TEMPLATES}/${id}: in none of ${SETS.join('/, ')}/`),
    next: `move it into one of them, e.g. ${OWN_TEMPLATES}/fleet/ for the fleet as a whole`,
  });
}
