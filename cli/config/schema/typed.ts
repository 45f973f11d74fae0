import type { ObjectSchema, Schema } from '../json-schema.ts';
import { choice } from './choice.ts';
import { definition } from './definition.ts';

/** What is known by its `type`: `$defs/<type><suffix>`, beside keys of its own. */
export function typed(type: string, schema: ObjectSchema, properties: Readonly<Record<string, Schema>>): ObjectSchema {
  const decisive = { const: type, title: 'Type', description: `\`${type}\`.` };
  return {
    ...schema,
    required: ['type', ...(schema.required ?? [])],
    properties: { type: decisive, ...properties },
    additionalProperties: false,
  };
}

/** A reference is known by `references`, everything else by its type. */
export function referenceOrTyped(title: string, types: readonly string[], suffix: string): Schema {
  return {
    title,
    type: 'object',
    if: { required: ['references'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
    then: definition(`reference${suffix}`),
    else: choice('type', `Type of the ${title.toLowerCase()}`, types, suffix),
  };
}
