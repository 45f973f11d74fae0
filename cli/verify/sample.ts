import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import type { Entity, Field, IntegerField, StringField } from '../config/model.ts';
import { CheckSkipped } from './outcome.ts';

/**
 * Fields that an entity accepts, references as they are given; different with every salt where they must be.
 * @param like a resource that is there: its service's own rules, which no config tells, have let its values pass
 * @throws CheckSkipped where nobody can make up what is asked for
 */
export function sampleOf(
  entity: Entity,
  salt: string,
  references: Readonly<Record<string, unknown>> = {},
  like?: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = entity.fields.flatMap((field) => {
    const proven = like && !field.unique && field.type !== 'reference';
    const value = references[field.name] ?? (proven ? (like[field.name] ?? undefined) : sampleValue(field, salt));
    if (value === undefined && field.required) throw new CheckSkipped(reason(field));
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

function sampleValue(field: Field, salt: string): unknown {
  switch (field.type) {
    case 'string':
      return field.pattern === undefined ? line(field, salt) : matching(field.pattern, field);
    case 'text':
      return `Written by aurora verify, ${salt}.`;
    case 'integer':
      return wholeNumber(field);
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

/** The end of a salt is what makes it differ. */
function line({ minLength = 0, maxLength }: StringField, salt: string): string {
  return salt.slice(-maxLength).padStart(minLength, '-');
}

const LARGEST = 2 ** 31 - 1;

function wholeNumber({ unique, min, max }: IntegerField): number {
  const lowest = min ?? Math.min(max ?? 0, 0);
  return unique ? randomInt(lowest, Math.min(max ?? LARGEST, lowest + 2 ** 47) + 1) : lowest;
}

const TRIES = 500;

/** A text that the pattern and the lengths (in code points) allow; undefined where the pattern cannot be turned round. */
function matching(pattern: string, { minLength = 0, maxLength }: StringField): string | undefined {
  try {
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), TRIES);
    return texts.find((text) => {
      const { length } = [...text];
      return length >= minLength && length <= maxLength && text.isWellFormed() && !text.includes('\0');
    });
  } catch {
    return undefined; // fast-check knows no lookaheads
  }
}

function reason(field: Field): string {
  if (field.type === 'reference') return `${field.name} refers to ${field.entity} of ${field.service}`;
  return `no value for ${field.name} can be made up from its pattern`;
}
