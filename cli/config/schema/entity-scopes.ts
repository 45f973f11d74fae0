import type { Schema } from '../json-schema.ts';
import { scope } from './operations.ts';

const of = (title: string, description: string, absent: string): Schema => ({
  ...scope,
  title,
  description: `${description} Absent: \`${absent}\`.`,
  examples: [],
});

/** Key of an entity. */
export const entityScopes = {
  scopes: {
    title: 'Scopes',
    description: 'What a token must grant for each operation.',
    type: 'object',
    properties: {
      create: of('Scope to create', 'To create one.', '<plural>:write'),
      read: of('Scope to read', 'To read one, or the list.', '<plural>:read'),
      update: of('Scope to update', 'To change one.', '<plural>:write'),
      delete: of('Scope to delete', 'To delete one.', '<plural>:write'),
    },
    additionalProperties: false,
  },
} as const satisfies Record<string, Schema>;
