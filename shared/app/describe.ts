import { rename, writeFile } from 'node:fs/promises';
import { readServiceEnvironment } from '../settings/index.ts';
import { createApp } from './app.ts';
import type { ServiceDefinition } from './definition.ts';

/** What the service is given of what it does not use: it connects to nothing while it is described. */
const STAND_INS = {
  PORT: '0',
  LOG_LEVEL: 'error',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  BROKER_URL: 'amqp://127.0.0.1:1',
  AUTH_JWKS: '{"keys":[]}',
};

/**
 * Writes the OpenAPI document that the service would serve, its own routes with those that were written by hand, as JSON into a file,
 * all or nothing. The service is built as ever, and asked; it neither listens nor needs its database or broker.
 * @param path of the file
 */
export async function describeService(definition: ServiceDefinition, path: string): Promise<void> {
  const environment = readServiceEnvironment(definition, { ...STAND_INS, ...process.env });
  const app = await createApp(definition, environment);
  try {
    const { statusCode, body } = await app.inject('/openapi.json');
    if (statusCode !== 200) throw new Error(`/openapi.json answered ${statusCode}: ${body}`);
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, body);
    await rename(draft, path);
  } finally {
    await app.close();
  }
}
