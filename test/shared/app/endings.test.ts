import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/until.ts';
import { type RunningService, startService } from './support/service.ts';

describe('a request whose client goes away', () => {
  let service: RunningService;
  let url: string;
  let arrived: PromiseWithResolvers<void>;
  let answer: PromiseWithResolvers<object>;
  beforeAll(async () => {
    service = await startService(
      async (app) => {
        const handle = async () => {
          arrived.resolve();
          return answer.promise;
        };
        app.get('/api/v1/things', { config: { scope: null } }, handle);
        app.post('/api/v1/things', { config: { scope: null } }, handle);
        app.get('/api/v1/streams', { config: { scope: null } }, (_request, reply) => {
          reply.hijack();
          reply.raw.writeHead(200).write('half');
        });
      },
      { env: { TRACES_SAMPLE: '1' } },
    );
    url = await service.app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => service.app.close());

  const ask = (method: string, path: string, correlationId: string): ClientRequest => {
    [arrived, answer] = [Promise.withResolvers(), Promise.withResolvers()];
    const headers = { 'x-correlation-id': correlationId, 'content-type': 'application/json' };
    const asked = request(url + path, { method, headers, agent: false });
    asked.on('error', () => undefined).end(method === 'POST' ? '{}' : undefined);
    return asked;
  };
  const linesOf = (correlationId: string) => service.lines.filter((line) => line.correlationId === correlationId);

  it.each(['GET', 'POST'])(
    'before it is answered leaves a line, a span and a count like any other: %s',
    async (method) => {
      const asked = ask(method, '/api/v1/things', method);
      await arrived.promise;
      asked.destroy();
      await until(() => linesOf(method).length === 2);
      const line = { level: 'info', msg: 'aborted', method, status: 499, route: '/api/v1/things' };
      const span = { msg: 'span', attributes: { 'http.response.status_code': 499, 'error.type': 'aborted' } };
      expect(linesOf(method)).toMatchObject([line, span]);
      const { body } = await service.app.inject('/metrics');
      expect(body).toContain(
        `_count{method="${method}",route="/api/v1/things",status="499",service="thing-service"} 1`,
      );
      // What it answers in the end nobody gets, and nobody counts.
      answer.resolve({});
      await service.app.inject({ url: '/health', headers: { 'x-correlation-id': 'later' } });
      expect(linesOf(method)).toHaveLength(2);
    },
  );

  it('in the midst of its answer keeps the status that it was sent, and has no duration to judge', async () => {
    const asked = ask('GET', '/api/v1/streams', 'half');
    const [incoming] = (await once(asked, 'response')) as [IncomingMessage];
    await once(incoming, 'data');
    asked.destroy();
    await until(() => linesOf('half').length === 2);
    expect(linesOf('half')[0]).toMatchObject({ msg: 'aborted', status: 200 });
    expect((await service.app.inject('/metrics')).body).not.toContain('route="/api/v1/streams"');
  });
});
