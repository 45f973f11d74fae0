/** What these tests read of a JSON Schema. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly default?: unknown;
}

/** A value that fits a schema of a query parameter. */
export function sampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'array':
      return [sampleOf(schema.items ?? {})];
    case 'integer':
      return Math.max(schema.minimum ?? 0, 1);
    case 'boolean':
      return true;
    default:
      return FORMATS[schema.format ?? ''] ?? 'a';
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '0199f0a0-0000-7000-8000-000000000000',
  'date-time': '2026-01-01T00:00:00.000Z',
};
