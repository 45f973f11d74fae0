import { namesOf } from '../derive.ts';
import { FILE_ENTITY } from '../reserved.ts';
import { entitiesOf, type Rule, servicesOf } from './rule.ts';

/** In code and in schemas an entity has five or six types, in the whole fleet, for its client has them all; and its folder a name. */
export const typeNames: Rule = function* (draft) {
  const enums = new Set(Object.keys(draft.enums ?? {}));
  const owners = new Map([...enums].map((name) => [name, `the enum ${name}`]));
  for (const { name, service } of servicesOf(draft)) {
    if (service.kind === 'file') for (const code of codeNames(FILE_ENTITY)) owners.set(code, `${name}.${FILE_ENTITY}`);
  }
  for (const { name, entity, path } of entitiesOf(draft)) {
    const isStored = Object.values(entity.fields ?? {}).some(({ readOnly }) => readOnly);
    for (const code of [...codeNames(name), ...(isStored ? [`Stored${name}`] : [])]) {
      // An entity called like an enum is told where the enum is.
      if (code === name && enums.has(name)) continue;
      const owner = owners.get(code) ?? name;
      owners.set(code, owner);
      if (owner === name) continue;
      yield {
        path,
        at: 'key',
        code: 'type_taken',
        message: `code needs the name \`${code}\` for \`${owner}\` already`,
      };
      break;
    }
  }
};

function codeNames(name: string): readonly string[] {
  return [name, `New${name}`, `${name}Change`, `${name}Page`, `${name}Read`, namesOf(name).singular];
}
