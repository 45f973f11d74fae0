import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { service } from '../../../services/subject-service/src/generated/service.ts';
import { type CloudEvent, connectBroker } from '../../../shared/events/index.ts';
import { startTestService, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();
const migrations = join(import.meta.dirname, '../../../migrations/subject-service');
const path = '/api/v1/subjects';
/** Who is asked before a subject is deleted. */
const peers = { 'syllabus-service': () => ({ body: { items: [], nextCursor: null } }) };
const types = ['created', 'updated', 'deleted'].map((verb) => `aurora.subject-service.subject.${verb}.v1`);
const request = {
  'x-correlation-id': 'a-request',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

describe('what happens in a service', () => {
  const brokers = [
    { name: 'the embedded broker', start: undefined },
    { name: 'RabbitMQ', start: startRabbit },
  ];
  for (const { name, start } of brokers) {
    const title = `is known to others over ${name}, in order and as part of the request that did it`;
    if (start && rabbitMissing) it.skip(`${title}; it needs a broker: ${rabbitMissing}`, () => undefined);
    else it(title, () => tells(start));
  }
});

async function tells(startBroker: typeof startRabbit | undefined): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const given = startBroker && stack.use(await startBroker());
  const environment = given ? { BROKER_URL: given.url } : {};
  const { app, call } = stack.use(await startTestService(service, { migrations, environment, peers }));

  const url = app.environment.brokerUrl as string;
  const broker = await connectBroker({ url, fleet: 'aurora', service: 'listener', log });
  stack.defer(() => broker.close());
  const seen: CloudEvent<Record<string, unknown>>[] = [];
  const handle = async (event: CloudEvent) => void seen.push(event as (typeof seen)[number]);
  await broker.subscribe({ consumer: 'listener', types, handle });

  const created = await call({ method: 'POST', url: path, payload: { code: 'C1', name: 'One' }, headers: request });
  expect(created.statusCode).toBe(201);
  const subject = created.json();
  const one = `${path}/${subject.id}`;
  await call({ method: 'POST', url: path, payload: { code: 'C1', name: 'The same code' } });
  await call({ method: 'PATCH', url: one, payload: { name: 'Two' } });
  await call({ method: 'PATCH', url: one, payload: { name: 'Two' } });
  expect((await call({ method: 'DELETE', url: one })).statusCode).toBe(204);

  await until(() => seen.length === 3);
  expect(seen.map(({ type, subject: id, sequence }) => [type, id, Number(sequence)])).toEqual([
    [types[0], subject.id, 1],
    [types[1], subject.id, 2],
    [types[2], subject.id, 3],
  ]);
  expect(seen[0]).toMatchObject({ data: subject, source: '/aurora/subject-service', correlationid: 'a-request' });
  expect(seen[0]?.traceparent).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(seen[1]?.data).toMatchObject({ name: 'Two', version: 2 });
}
