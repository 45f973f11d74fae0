/** How an embedded resource looks in an answer: as its owner gives it, or null. */
export function schemaOfEmbedded<const Fields extends object>(noun: string, fields: Fields) {
  return {
    type: ['object', 'null'],
    description: `The ${noun}; null where there is none, or where \`unresolved\` says why.`,
    properties: {
      id: { type: 'string', format: 'uuid' },
      ...fields,
      version: { type: 'integer', minimum: 1 },
      createdAt: { type: 'string', format: 'date-time' },
      updatedAt: { type: 'string', format: 'date-time' },
      stale: {
        type: 'boolean',
        description: 'True while its owner is away: it may have changed since. Absent otherwise.',
      },
    },
    // A copy may be older than a field that its owner has been given since.
    required: ['id', 'version'],
    additionalProperties: false,
  } as const;
}

/** How an embedded resource of the same service looks in an answer, or null. */
export function schemaOfJoined<const Fields extends object>(noun: string, fields: Fields) {
  const properties = {
    id: { type: 'string', format: 'uuid' },
    ...fields,
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  } as const;
  return {
    type: ['object', 'null'],
    description: `The ${noun}; null where there is none.`,
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  } as const;
}

/** How embedded resources of the same service look in an answer where the field is a list of ids. */
export function schemaOfJoinedList<const Fields extends object>(noun: string, fields: Fields) {
  const items = { ...schemaOfJoined(noun, fields), type: 'object', description: `A ${noun}.` } as const;
  return { type: 'array', items } as const;
}

/** Why embedded resources are null although there is an id. */
export const UNRESOLVED_SCHEMA = {
  type: 'array',
  description: 'Which embedded resources could not be had, and why. Absent where there are none.',
  items: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'JSON Pointer to the embedded resource' },
      code: { type: 'string', enum: ['deleted', 'not_found', 'owner_unavailable'] },
      message: { type: 'string' },
    },
    required: ['path', 'code', 'message'],
    additionalProperties: false,
  },
} as const;
