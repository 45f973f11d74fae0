import type { FieldConfig } from '../draft.ts';
import type { Schema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';
import type { ArrayField, ScalarField } from '../model.ts';
import { jsonType } from './json-type.ts';
import { SCALAR_TYPES, scalarTypeOf } from './scalars.ts';
import { required } from './shared-keys.ts';
import type { FieldType } from './type.ts';

const MAX_ITEMS = 100;

interface ArraySettings {
  /** A type by its name, or with settings of its own. */
  of?: string | FieldConfig;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  default?: (string | number | boolean)[];
}

const count = (title: string, description: string): Schema => {
  return { title, description, type: 'integer', minimum: 0, maximum: 1000 };
};

export const array: FieldType<ArrayField, ArraySettings> = {
  schema: {
    title: 'Array field',
    description: 'A list of values of one type.',
    type: 'object',
    required: ['of'],
    properties: {
      required,
      of: {
        title: 'Type of the items',
        description: 'A scalar type by its name, or a mapping: `string`, `{ type: string, maxLength: 20 }`.',
        if: { type: 'string' },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
        then: { enum: Object.keys(SCALAR_TYPES).filter((type) => type !== 'enum') },
        else: { $ref: '#/$defs/item' },
        examples: ['string'],
      },
      minItems: { ...count('Fewest items', 'Items at least.'), default: 0 },
      maxItems: { ...count('Most items', 'Items at most.'), default: MAX_ITEMS },
      uniqueItems: {
        title: 'Unique items',
        description: 'Whether no item may be there twice.',
        type: 'boolean',
        default: false,
      },
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one.',
        type: 'array',
        items: { type: ['string', 'integer', 'boolean'] },
        examples: [[]],
      },
    },
  },
  *check({ of, minItems = 0, maxItems = MAX_ITEMS, default: value }): Iterable<Mistake> {
    if (minItems > maxItems) {
      const message = `\`minItems\` ${minItems} is larger than \`maxItems\` ${maxItems}`;
      yield { path: ['minItems'], code: 'min_over_max', message };
    }
    const settings = settingsOf(of);
    const type = settings && scalarTypeOf(settings);
    if (!settings || !type) return;
    const free = { required: false, unique: false };
    for (const mistake of type.check?.(settings, free) ?? []) yield { ...mistake, path: ['of', ...mistake.path] };
    if (value === undefined) return;
    if (value.length < minItems || value.length > maxItems) {
      const message = `the default has ${value.length} items, the field ${minItems} to ${maxItems}`;
      yield { path: ['default'], code: 'bad_default', message };
    }
    const wanted = type.schema.properties.default?.type ?? 'string';
    for (const [index, item] of value.entries()) {
      if (jsonType(item) !== wanted) {
        yield { path: ['default', index], code: 'bad_default', message: `\`${item}\` is no ${settings.type}` };
        continue;
      }
      for (const mistake of type.check?.({ ...settings, default: item }, free) ?? []) {
        if (mistake.path[0] === 'default') yield { ...mistake, path: ['default', index] };
      }
    }
  },
  resolve({ readOnly, ...base }, { of, ...settings }, service) {
    const { type: _, ...item } = settingsOf(of) as FieldConfig;
    const type = scalarTypeOf(settingsOf(of) as FieldConfig);
    if (!type) throw new Error(`No type of item fits ${base.name}`);
    const items = type.resolve({ ...base, required: true, unique: false }, item as FieldConfig, service) as ScalarField;
    return {
      ...base,
      ...(readOnly && { readOnly }),
      type: 'array',
      minItems: 0,
      maxItems: MAX_ITEMS,
      uniqueItems: false,
      ...settings,
      items,
    };
  },
};

/** `string` is short for `{ type: string }`. */
function settingsOf(of: ArraySettings['of']): FieldConfig | undefined {
  return typeof of === 'string' ? { type: of as ScalarField['type'] } : of;
}
