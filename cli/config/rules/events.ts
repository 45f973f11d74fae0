import { standardEvents } from '../events.ts';
import { kebabCase } from '../names.ts';
import { entitiesOf, type Rule } from './rule.ts';
import { checkValues } from './values.ts';

/** Each event of an entity has a type of its own, and what it carries is well-formed. */
export const events: Rule = function* (draft) {
  for (const { service, entity, path: of } of entitiesOf(draft)) {
    const verbs = new Map<string, string>();
    for (const [name, event] of Object.entries(entity.events ?? {})) {
      const path = [...of, 'events', name];
      const other = verbs.get(kebabCase(name));
      if (standardEvents('domain').includes(name)) {
        yield { path, at: 'key', code: 'reserved_name', message: `every entity tells \`${name}\` by itself` };
      } else if (other !== undefined) {
        const message = `\`${other}\` and \`${name}\` both come to the type \`…${kebabCase(name)}\``;
        yield { path, at: 'key', code: 'name_taken', message };
      }
      verbs.set(kebabCase(name), name);
      yield* checkValues(event.data ?? {}, [...path, 'data'], service, draft);
    }
  }
};
