import type { Draft, FieldConfig } from '../draft.ts';
import { fieldTypeOf } from '../fields/index.ts';
import { targetOf } from '../fields/reference.ts';
import type { Mistake } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import { OBJECT_KEYS } from '../reserved.ts';
import { checkEnum } from './enums.ts';
import { targetsOf } from './references.ts';

/**
 * Values that are passed and not stored: each type's own rules hold, and what they refer to exists.
 * @param locked whether what they refer to is locked when they come in, which only its own service can do
 */
export function* checkValues(
  values: Record<string, FieldConfig>,
  path: string[],
  service: string,
  draft: Draft,
  locked = false,
): Iterable<Mistake> {
  for (const [name, value] of Object.entries(values)) {
    const place = [...path, name];
    if (OBJECT_KEYS.has(name)) {
      yield { path: place, at: 'key', code: 'reserved_name', message: `\`${name}\` means something to JavaScript` };
    }
    if (typeof value.references === 'string') {
      yield* checkReference(value.references, [...place, 'references'], service, draft, locked);
      continue;
    }
    yield* checkEnum(value, place, draft);
    for (const mistake of fieldTypeOf(value)?.check?.(value, { required: value.required ?? false, unique: false }) ??
      []) {
      yield { ...mistake, path: [...place, ...mistake.path] };
    }
  }
}

function* checkReference(
  reference: string,
  path: string[],
  service: string,
  draft: Draft,
  locked: boolean,
): Iterable<Mistake> {
  const { service: owner, entity } = targetOf(reference, service);
  const targets = [...targetsOf(draft)];
  const target = `${owner}.${entity}`;
  if (!draft.services || !(owner in draft.services)) {
    const elsewhere = targets.find((each) => each.endsWith(`.${entity}`));
    const message = `the fleet has no service \`${owner}\``;
    yield { path, code: 'unknown_service', message, suggestion: nearest(target, targets) ?? elsewhere };
  } else if (!targets.includes(target)) {
    const own = targets.filter((each) => each.startsWith(`${owner}.`)).map((each) => each.slice(owner.length + 1));
    const suggestion = reference.includes('.') ? nearest(target, targets) : nearest(entity, own);
    yield { path, code: 'unknown_entity', message: `\`${owner}\` has no entity \`${entity}\``, suggestion };
  } else if (locked && owner !== service) {
    const message = `\`${entity}\` belongs to \`${owner}\`: an input refers to entities of \`${service}\`, which it locks`;
    yield { path, code: 'foreign_input', message };
  }
}
