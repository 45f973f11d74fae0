import type { DataSchema } from './schema.ts';

/** What is told by services that the config gives no entities: their code is not made from fields, and what they carry is Aurora's. */

const moment = { type: 'string', format: 'date-time' } as const;

/** `fileSchema` of a file service. */
export const FILE_DATA: DataSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 1, maxLength: 255 },
    contentType: { type: 'string' },
    size: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    version: { type: 'integer', minimum: 1 },
    createdAt: moment,
    updatedAt: moment,
  },
  required: ['id', 'name', 'contentType', 'size', 'sha256', 'version', 'createdAt', 'updatedAt'],
};

export const FILE_EXAMPLE = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'report.pdf',
  contentType: 'application/pdf',
  size: 1024,
  sha256: '0123456789abcdef'.repeat(4),
  version: 1,
  createdAt: '2026-01-01T08:00:00.000Z',
  updatedAt: '2026-01-01T08:00:00.000Z',
};

const values = { type: 'object', additionalProperties: true } as const;

/** `resolvedSettingsSchema` of a config service. */
export const SETTINGS_DATA: DataSchema = {
  type: 'object',
  properties: {
    service: { type: 'string' },
    version: { type: 'integer', minimum: 0 },
    values,
    defaults: values,
    updatedAt: { type: ['string', 'null'], format: 'date-time' },
    updatedBy: { type: ['string', 'null'] },
  },
  required: ['service', 'version', 'values', 'defaults', 'updatedAt', 'updatedBy'],
};

export const SETTINGS_EXAMPLE = {
  service: 'a-service',
  version: 1,
  values: { logLevel: 'debug' },
  defaults: { logLevel: 'info' },
  updatedAt: '2026-01-01T08:00:00.000Z',
  updatedBy: 'somebody',
};
