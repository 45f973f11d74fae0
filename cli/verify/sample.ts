import { randomInt, randomUUID } from 'node:crypto';
import { decimalText, unscaledOf } from '../config/decimal-text.ts';
import type {
  ArrayField,
  BigintField,
  DateField,
  DecimalField,
  Entity,
  Field,
  IntegerField,
  StringField,
  UrlField,
} from '../config/model.ts';
import { textsMatching } from '../config/patterns/texts.ts';
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
  const together = new Set(entity.unique?.flat());
  const entries = entity.fields.flatMap((each) => {
    const field = together.has(each.name) ? { ...each, unique: true } : each;
    if (field.readOnly) return [];
    if (isCounted(each)) {
      if (each.required) throw new CheckSkipped(`${each.name} is unique and has few values, which may all be taken`);
      return [];
    }
    const proven = like && !field.unique && field.type !== 'reference';
    const value = references[field.name] ?? (proven ? (like[field.name] ?? undefined) : sampleValue(field, salt));
    if (value === undefined && field.required) throw new CheckSkipped(reason(field));
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Of a unique field with few values, each may be taken by now. */
function isCounted({ type, unique }: Field): boolean {
  return unique && (type === 'enum' || type === 'boolean');
}

function sampleValue(field: Field, salt: string): unknown {
  switch (field.type) {
    case 'string':
      return field.pattern === undefined ? line(field, salt) : matching(field.pattern, field);
    case 'text':
      return `Written by aurora verify, ${salt}.`;
    case 'integer':
      return wholeNumber(field);
    case 'bigint':
      return wholeNumber(field);
    case 'decimal':
      return amount(field);
    case 'date':
      return field.unique ? someDay(field) : (field.min ?? field.max ?? '2026-01-01');
    case 'datetime':
      return new Date(field.unique ? Date.now() - randomInt(2 ** 40) : 0).toISOString();
    case 'uuid':
      return randomUUID();
    case 'email':
      return `${salt
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')
        .slice(-(field.maxLength - '@example.org'.length))}@example.org`;
    case 'url':
      return page(field, salt);
    case 'array':
      return items(field, salt);
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

function page({ maxLength }: UrlField, salt: string): string {
  const site = maxLength < 40 ? 'https://test/' : 'https://example.org/';
  return site + encodeURIComponent(salt).slice(-(maxLength - site.length));
}

const LARGEST = 2 ** 31 - 1;

function wholeNumber({ unique, min, max }: IntegerField | BigintField): number {
  const lowest = min ?? Math.min(max ?? 0, 0);
  return unique ? randomInt(lowest, Math.min(max ?? LARGEST, lowest + 2 ** 47) + 1) : lowest;
}

function amount({ unique, precision, scale, min, max }: DecimalField): string {
  const most = max === undefined ? 10n ** BigInt(precision) - 1n : unscaledOf(max);
  const least = min === undefined ? (most < 0n ? most : 0n) : unscaledOf(min);
  const room = most - least < 2n ** 47n ? Number(most - least) : 2 ** 47 - 1;
  return decimalText(least + (unique ? BigInt(randomInt(room + 1)) : 0n), scale);
}

const DAY = 86_400_000;

function someDay({ min = '1000-01-01', max = '9999-12-31' }: DateField): string {
  const days = (Date.parse(max) - Date.parse(min)) / DAY;
  return new Date(Date.parse(min) + randomInt(days + 1) * DAY).toISOString().slice(0, 10);
}

/** As few as there may be, and each another where they must differ. */
function items({ items, minItems, uniqueItems }: ArrayField, salt: string): unknown {
  const values = Array.from({ length: minItems }, (_, n) =>
    sampleValue({ ...items, unique: uniqueItems }, `${salt}${n}`),
  );
  return values.includes(undefined) ? undefined : values;
}

/** Undefined where the pattern cannot be turned round. */
function matching(pattern: string, { minLength = 0, maxLength }: StringField): string | undefined {
  return textsMatching(pattern, minLength, maxLength, randomInt(2 ** 31))[0];
}

function reason(field: Field): string {
  if (field.type === 'reference') return `${field.name} refers to ${field.entity} of ${field.service}`;
  return `no value for ${field.name} can be made up from its pattern`;
}
