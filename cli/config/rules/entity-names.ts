import { namesOf } from '../derive.ts';
import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';
import { AURORA_TABLES, CONFIG_PATH, FILES_PATH, JAVASCRIPT_WORDS, LANGUAGE_TYPES } from '../reserved.ts';
import { entitiesOf, type Rule, servicesOf } from './rule.ts';

/** One name and one path for each entity of the fleet: the gateway serves them all side by side. */
export const entityNames: Rule = function* (draft) {
  const owners = new Map<string, string>();
  const paths = new Map(takenPaths(draft));
  for (const { service, name, entity, path } of entitiesOf(draft)) {
    const owner = owners.get(name);
    if (owner !== undefined) {
      const message = `\`${owner}\` has an entity \`${name}\` already`;
      yield { path, at: 'key', code: 'duplicate_entity', message };
      continue;
    }
    owners.set(name, service);
    yield* reservedNames(name, path);

    const { plural, path: segment, table } = namesOf(name, entity.plural);
    const place: Pick<Mistake, 'path' | 'at'> =
      entity.plural === undefined ? { path, at: 'key' } : { path: [...path, 'plural'] };
    const holder = paths.get(segment);
    if (holder !== undefined) {
      const message = `/api/v1/${segment} is ${holder} already; give \`${name}\` another \`plural\``;
      yield { ...place, code: 'path_taken', message };
    } else if (AURORA_TABLES.has(table)) {
      const message = `every service has a table \`${table}\` of Aurora’s own; give \`${name}\` another \`plural\``;
      yield { ...place, code: 'reserved_name', message };
    } else if (JAVASCRIPT_WORDS.has(plural)) {
      yield { ...place, code: 'reserved_name', message: `\`${plural}\` is a word of JavaScript` };
    }
    if (holder === undefined) paths.set(segment, `\`${name}\`’s`);
  }
};

/** Of Aurora itself. */
export function* takenPaths(draft: Draft): Iterable<[string, string]> {
  yield [CONFIG_PATH, 'the config service’s'];
  for (const { name, service } of servicesOf(draft)) {
    if (service.kind === 'file') yield [FILES_PATH, `\`${name}\`’s`];
  }
}

function* reservedNames(name: string, path: string[]): Iterable<Mistake> {
  const { singular } = namesOf(name);
  if (JAVASCRIPT_WORDS.has(singular)) {
    const message = `\`${singular}\`, as code calls one \`${name}\`, is a word of JavaScript`;
    yield { path, at: 'key', code: 'reserved_name', message };
  } else if (LANGUAGE_TYPES.has(name)) {
    yield { path, at: 'key', code: 'reserved_name', message: `\`${name}\` is a type of the language itself` };
  }
}
