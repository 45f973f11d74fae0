import type { Mistake } from '../mistake.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** What something was called before is no name of today, and one thing's alone. */
export const renames: Rule = function* (draft) {
  const entities = [...entitiesOf(draft)];
  for (const [service, siblings] of Map.groupBy(entities, (place) => place.service)) {
    const named = siblings.map(({ name, entity, path }) => ({ name, path, renamedFrom: entity.renamedFrom }));
    yield* mistakesAmong(named, `\`${service}\``);
  }
  for (const place of entities) {
    const named = [...fieldsOf(place)].map(({ name, field, path }) => ({ name, path, renamedFrom: field.renamedFrom }));
    yield* mistakesAmong(named, `\`${place.name}\``);
  }
};

interface Named {
  readonly name: string;
  readonly path: readonly string[];
  readonly renamedFrom: string | undefined;
}

function* mistakesAmong(siblings: readonly Named[], owner: string): Iterable<Mistake> {
  const owners = new Map<string, string>();
  for (const { name, path, renamedFrom: was } of siblings) {
    if (was === undefined) continue;
    const at = [...path, 'renamedFrom'];
    const other = owners.get(was);
    if (was === name) {
      yield { path: at, code: 'renamed_from_itself', message: `it is called \`${name}\` already` };
    } else if (siblings.some((each) => each.name === was)) {
      const message = `${owner} still has \`${was}\`: only one of the two can have what was in it`;
      yield { path: at, code: 'renamed_from_present', message };
    } else if (other !== undefined) {
      yield { path: at, code: 'renamed_twice', message: `\`${other}\` was \`${was}\` already` };
    } else owners.set(was, name);
  }
}
