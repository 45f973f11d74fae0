const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const status = { type: 'string', enum: ['ready', 'degraded', 'starting', 'down', 'draining'] };

const dependency = {
  type: 'object',
  properties: {
    name: text,
    status: { type: 'string', enum: ['up', 'down'] },
    critical: { type: 'boolean' },
    latencyMs: { type: 'number' },
    since: time,
    lastError: text,
  },
};

const instance = {
  type: 'object',
  properties: {
    id: { type: ['string', 'null'], description: 'Null where no registry has told.' },
    address: { type: 'string', description: 'Host and port.' },
    version: text,
    build: { type: ['string', 'null'] },
    colour: { type: ['string', 'null'] },
    status,
    since: { ...time, description: 'When the gateway first saw it in this status.' },
    startedAt: time,
    latencyMs: { type: 'number' },
    reason: { type: 'string', description: 'Why it could not be asked.' },
    dependencies: { type: 'array', items: dependency },
  },
};

/** Of the answer, for serialisation and the OpenAPI document. */
export const fleetSchema = {
  description: 'All of them, also those that do not answer',
  type: 'object',
  properties: {
    status,
    at: time,
    services: {
      type: 'array',
      items: { type: 'object', properties: { name: text, status, instances: { type: 'array', items: instance } } },
    },
  },
};
