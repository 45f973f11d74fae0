import { CATALOGUE } from '../../errors/index.ts';

/** The body of every error answer, as OpenAPI describes it. */
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'correlationId', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    // Clients go by the status where they do not know a code, so that there may be more of them.
    code: { type: 'string', enum: Object.keys(CATALOGUE), 'x-extensible': true },
    correlationId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: { type: 'string', description: 'JSON Pointer' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;
