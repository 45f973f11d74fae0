import { CORRELATION_ID } from '../../context/index.ts';
import type { OpenApiDocument } from './contract.ts';

const correlationId = { type: 'string', pattern: CORRELATION_ID.source };

/** What every request may carry, and every answer does. */
const COMMON = {
  parameters: {
    CorrelationId: {
      name: 'X-Correlation-Id',
      in: 'header',
      description:
        'Names this work in every log line, call and event; replaced where it is missing or of another form.',
      schema: { type: 'string' },
    },
    RequestDeadline: {
      name: 'X-Request-Deadline',
      in: 'header',
      description: 'Milliseconds that the caller still waits.',
      schema: { type: 'integer', minimum: 0 },
    },
    Traceparent: {
      name: 'traceparent',
      in: 'header',
      description: 'W3C Trace Context, continued.',
      schema: { type: 'string' },
    },
  },
  headers: { CorrelationId: { description: 'As it came in, or a new one.', schema: correlationId } },
} as const;

interface Operation {
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

/** The document with the common headers on every path and every answer, by reference. */
export function withCommonHeaders(document: OpenApiDocument): OpenApiDocument {
  const parameters = Object.keys(COMMON.parameters).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  const header = { 'X-Correlation-Id': { $ref: '#/components/headers/CorrelationId' } };
  const paths = mapValues(document.paths as Record<string, Record<string, Operation>>, (operations) => ({
    parameters,
    ...mapValues(operations, (operation) => ({
      ...operation,
      responses: mapValues(operation.responses, (answer) => ({ ...answer, headers: { ...answer.headers, ...header } })),
    })),
  }));
  return { ...document, paths, components: { ...(document.components as object), ...COMMON } };
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
