import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { service as subjects } from '../../../services/subject-service/src/generated/service.ts';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { defineGateway } from '../../../shared/gateway/index.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { migrate, startPostgres, until } from '../../../shared/testing/index.ts';
import { type ServiceOptions, startService } from '../../shared/app/support/service.ts';
import { startConfigService } from '../../support/config-service.ts';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';
import { type SpanLine, spansIn, spanTree } from '../../support/span-tree.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const MIGRATIONS = join(import.meta.dirname, '../../../migrations/subject-service');
const PATH = '/api/v1/subjects';
const CREATED = 'aurora.subject-service.subject.created.v1';
const UPDATED = 'aurora.subject-service.subject.updated.v1';

describe('a write through the gateway', () => {
  const brokers = [
    { name: 'the embedded broker', start: undefined },
    { name: 'RabbitMQ', start: startRabbit },
  ];
  for (const { name, start } of brokers) {
    const title = `is one trace with all that it causes over ${name}, retries and parking included`;
    if (start && rabbitMissing) it.skip(`${title}; it needs a broker: ${rabbitMissing}`, () => undefined);
    else it(title, () => isOneTrace(start));
  }
});

async function isOneTrace(startBroker: typeof startRabbit | undefined): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await startPostgres());
  const broker = startBroker && stack.use(await startBroker());
  const brokerUrl = broker?.url ?? (await postgres.createDatabase('broker'));
  const [people, calls] = await Promise.all([generateKey('dev', ['*']), generateKey('listener', ['subjects:read'])]);
  const start = async (routes: Parameters<typeof startService>[0], options: ServiceOptions, database?: string) => {
    const databaseUrl = database && (await postgres.createDatabase(database));
    if (databaseUrl) await migrate(databaseUrl, MIGRATIONS);
    const env = {
      AUTH_JWKS: JSON.stringify({ keys: [people.publicKey, calls.publicKey] }),
      AUTH_SIGNING_KEY: JSON.stringify(people.privateKey),
      TRACES_SAMPLE: '1',
      ...(databaseUrl && { DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl }),
      ...options.env,
    };
    const started = stack.use(await startService(routes, { fleet: 'aurora', ...options, env }));
    return { ...started, url: await started.app.listen({ port: 0, host: '127.0.0.1' }) };
  };

  const owner = await start(subjects.routes, subjects, 'owner');
  const config = stack.use(await startConfigService({ instances: { 'subject-service': [owner.url] } }));
  let attempts = 0;
  const listener = await start(
    async () => undefined,
    {
      name: 'listener',
      needs: { database: true, broker: true, configService: true },
      env: { CONFIG_URL: config.url, AUTH_SIGNING_KEY: JSON.stringify(calls.privateKey) },
      subscriptions: (app) => [
        inboxSubscription({
          consumer: 'listener',
          types: [CREATED, UPDATED],
          retry: { delaysMs: [20] },
          database: app.database,
          log: app.log,
          async before(event) {
            if (event.type === UPDATED) throw new TypeError(`never ${event.subject}`);
            if (++attempts === 1) throw new RangeError('not yet');
            await app.clientOf('subject-service').request({ method: 'GET', path: `${PATH}/${event.subject}` });
          },
          handle: async () => undefined,
        }),
      ],
    },
    'listener',
  );
  const definition = defineGateway({
    fleet: 'aurora',
    name: 'api-gateway',
    title: 'Gateway',
    routes: [{ path: PATH, service: 'subject-service', read: 'subjects:read', write: 'subjects:write' }],
    hooks: {},
    live: () => [{ url: owner.url }],
  });
  const gateway = await start(definition.routes, definition);

  const token = await createSigner({ key: people.privateKey, fleet: 'aurora' })({
    subject: 'tester',
    scopes: ['*'],
    expiresInSeconds: 60,
  });
  const send = async (correlationId: string, method: string, path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-correlation-id': correlationId,
    };
    const answer = await fetch(gateway.url + path, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as { id: string };
  };
  const spansOf = (correlationId: string): SpanLine[] =>
    spansIn([gateway, owner, listener].flatMap(({ lines }) => lines)).filter(
      (span) => span.correlationId === correlationId,
    );
  const outcomes = (correlationId: string) =>
    spansOf(correlationId).flatMap(({ kind, attributes }) =>
      kind === 'consumer' ? `${attributes['aurora.attempt']} ${attributes['aurora.outcome']}` : [],
    );

  const { id } = await send('create', 'POST', PATH, { code: 'SECRET-1', name: 'Secret two' });
  await until(() => outcomes('create').length === 2);
  await until(() => spansOf('create').some(({ name }) => name.startsWith('send')));
  const spans = spansOf('create');
  expect(spanTree(spans, ['database'])).toEqual([
    'api-gateway server POST /api/v1/subjects',
    '  api-gateway client POST /api/v1/subjects',
    '    subject-service server POST /api/v1/subjects',
    `      subject-service producer create ${CREATED}`,
    `        listener consumer process ${CREATED}`,
    '          listener client GET subject-service',
    '            subject-service server GET /api/v1/subjects/:id',
    `        listener consumer process ${CREATED} !`,
    `        subject-service client send ${CREATED}`,
  ]);
  expect(outcomes('create')).toEqual(['1 retried', '2 handled']);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const statements = spans.filter(({ kind }) => kind === 'database');
  expect(statements.map(({ service, name }) => `${service} ${name}`)).toEqual(
    expect.arrayContaining([
      'subject-service INSERT subjects',
      'subject-service SELECT subjects',
      'listener SELECT inbox',
      'listener INSERT inbox',
      'listener COMMIT',
    ]),
  );
  const hops = new Set(spans.flatMap(({ kind, spanId }) => (/server|consumer/.test(kind) ? [spanId] : [])));
  expect(statements.filter(({ parentSpanId }) => !hops.has(parentSpanId ?? ''))).toEqual([]);

  await send('update', 'PATCH', `${PATH}/${id}`, { name: 'Secret three' });
  await until(() => outcomes('update').length === 2);
  expect(outcomes('update')).toEqual(['1 retried', '2 parked']);
  const parked = spansOf('update').find(({ attributes }) => attributes['aurora.outcome'] === 'parked');
  expect(parked).toMatchObject({ status: 'error', attributes: { 'error.type': 'TypeError' } });

  // Values are nowhere: neither of fields, nor of paths and conditions, nor in messages.
  expect(JSON.stringify([...spans, ...spansOf('update')])).not.toMatch(new RegExp(`secret|eyJ|not yet|${id}`, 'i'));
}
