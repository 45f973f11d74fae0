import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { answersIn } from './support/answers.ts';
import { get, OPEN, post, request } from './support/case.ts';
import { answerOk } from './support/raw-upstream.ts';
import { startSite } from './support/site.ts';

const at = (name: string, ...lines: string[]) => request(`GET ${OPEN}/${name} HTTP/1.1`, 'Host: a', ...lines);
const last = at('last', 'Connection: close');

describe('requests one after the other, without waiting for answers', () => {
  it('are answered in turn, and no two are under way at once', async () => {
    let underWay = 0;
    let most = 0;
    await using site = await startSite({
      onRequest(socket, { target }) {
        most = Math.max(most, ++underWay);
        setImmediate(() => {
          underWay--;
          socket.write(answerOk(target));
        });
      },
    });
    using client = await RawClient.to(site.gateway.url);
    const names = Array.from({ length: 100 }, (_, n) => `${n}`);
    client.send(names.map((name) => (Number(name) % 3 ? at(name) : at(name).replace('GET', 'DELETE'))).join('') + last);
    const answers = answersIn(await client.closed());
    expect(answers.map(({ body }) => body)).toEqual([...names, 'last'].map((name) => `${OPEN}/${name}`));
    expect(site.upstream.requests.map(({ target }) => target)).toEqual(answers.map(({ body }) => body));
    expect(most).toBe(1);
    expect(site.upstream.faults).toEqual([]);
  });

  it('a write is done before the read behind it begins', async () => {
    const held = Promise.withResolvers<Socket>();
    await using site = await startSite({
      onRequest: (socket, { method, target }) =>
        method === 'POST' ? held.resolve(socket) : socket.write(answerOk(target)),
    });
    using client = await RawClient.to(site.gateway.url);
    client.send(post(['Content-Length: 2'], 'hi') + last);
    const socket = await held.promise;
    // Others are served meanwhile.
    using other = await RawClient.to(site.gateway.url);
    other.send(get('Connection: close'));
    await other.closed();
    expect(site.upstream.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `POST ${OPEN}`,
      `GET ${OPEN}`,
    ]);
    socket.write(answerOk('written'));
    expect(answersIn(await client.closed()).map(({ body }) => body)).toEqual(['written', `${OPEN}/last`]);
  });

  it('one that is refused among others: each hears its own answer', async () => {
    await using site = await startSite();
    using client = await RawClient.to(site.gateway.url);
    client.send(at('1') + at('../2') + at('3') + get('Host: b') + post(['Content-Length: 2'], 'hi') + last);
    const answers = answersIn(await client.closed());
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 200, 200]);
    expect(site.upstream.requests.map(({ target }) => target)).toEqual(
      ['/1', '/3', '', '/last'].map((name) => OPEN + name),
    );
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a head with two lengths', post(['Content-Length: 1', 'Content-Length: 2'], 'hi')],
    ['a head that is too large', get(`X: ${'x'.repeat(20_000)}`)],
  ])(
    '%s behind one that is under way: that one hears its own answer, and nothing after it is read',
    async (_name, broken) => {
      const held = Promise.withResolvers<Socket>();
      await using site = await startSite({ onRequest: (socket) => held.resolve(socket) });
      using client = await RawClient.to(site.gateway.url);
      client.send(at('1') + broken + last);
      const socket = await held.promise;
      socket.write(answerOk('its own'));
      const answers = answersIn(await client.closed());
      expect(answers.map(({ status, body }) => [status, body])).toEqual([[200, 'its own']]);
      expect(site.upstream.requests).toHaveLength(1);
    },
  );

  it('far too many are not kept: the connection is closed', async () => {
    await using site = await startSite({ onRequest: () => undefined });
    using client = await RawClient.to(site.gateway.url);
    client.send(at('x').repeat(5_000));
    expect(await client.closed()).toBe('');
    await until(() => site.upstream.open === 0);
    expect(site.upstream.requests.length).toBeLessThanOrEqual(1);
  });

  it('whose client goes away while they wait: a service never sees them', async () => {
    await using site = await startSite({ onRequest: () => undefined });
    const client = await RawClient.to(site.gateway.url);
    client.send(at('1') + at('2') + at('3') + last);
    await until(() => site.upstream.requests.length === 1);
    client[Symbol.dispose]();
    await until(() => site.gateway.app.server.listening && site.upstream.open === 0);
    expect(site.upstream.requests.map(({ target }) => target)).toEqual([`${OPEN}/1`]);
  });
});
