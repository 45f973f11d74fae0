import fc from 'fast-check';
import type { Entity, Field } from '../config/model.ts';

/** Fields that an entity accepts; different with every salt where they must be. */
export function sampleOf(entity: Entity, salt: string): Record<string, unknown> {
  const entries = entity.fields.flatMap((field) => {
    const value = sampleValue(field, salt);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

function sampleValue(field: Field, salt: string): unknown {
  switch (field.type) {
    case 'string':
      if (field.pattern) return matching(field.pattern, field.maxLength);
      return salt.padEnd(field.minLength ?? 1, '-').slice(0, field.maxLength);
    case 'text':
      return `Written by aurora verify, ${salt}.`;
    case 'integer':
      return field.min ?? Math.min(field.max ?? 1, 1);
    case 'boolean':
      return true;
    case 'enum':
      return field.values[0];
    case 'json':
      return { verify: salt };
    case 'reference':
      return undefined;
  }
}

function matching(pattern: string, maxLength: number): string {
  const texts = fc.stringMatching(new RegExp(pattern, 'u')).filter((text) => text.length <= maxLength);
  return fc.sample(texts, 1)[0] ?? '';
}
