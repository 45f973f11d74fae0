import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { brokerStore } from '../../../cli/contracts/broker/store.ts';
import { readPact } from '../../../cli/contracts/pact.ts';
import { openStore } from '../../../cli/contracts/store/open.ts';
import { type StandInBroker, startPactBroker } from '../../support/pact-broker/broker.ts';

const pact = readPact('{"consumer":{"name":"web"},"provider":{"name":"api"},"interactions":[]}');
const publication = { name: 'web', version: '1', branch: 'feature/x y', pacts: [pact], verifications: [] };
const store = ({ url }: StandInBroker, authorization?: string) => brokerStore({ url, authorization, pausesMs: [1, 1] });

describe('a Pact Broker', () => {
  it('gets the pact in one piece, on its branch', async () => {
    await using broker = await startPactBroker();
    await store(broker).publish([publication]);
    const version = broker.state.find('web', '1');
    expect([...(version?.branches ?? [])]).toEqual(['feature/x y']);
    expect(version?.pacts.get('api')?.content).toEqual(pact.content);
    expect(broker.asked).toContain('POST /contracts/publish');
  });

  it('is asked again after a hiccup, and no more often than that', async () => {
    await using broker = await startPactBroker();
    broker.failNext(2, 503);
    await store(broker).publish([publication]);
    expect(broker.state.find('web', '1')?.pacts.size).toBe(1);
    broker.failNext(3, 502);
    await expect(store(broker).deployed('production')).rejects.toMatchObject({
      code: 'broker_failed',
      message: expect.stringContaining('GET / answered 502'),
      details: ['out of order'],
    });
  });

  it('gets a publication whole at the second attempt, whatever the first one left', async () => {
    await using broker = await startPactBroker();
    const api = {
      name: 'api',
      version: '1',
      branch: null,
      pacts: [],
      verifications: [{ pact, consumerVersion: '1', success: true, failures: [] }],
    };
    for (let asked = 0; ; asked++) {
      await using first = await startPactBroker();
      await store(first).publish([publication, api]);
      if (asked >= first.asked.length) break;
      // Cut off after so many requests.
      const cut = brokerStore({ url: broker.url, authorization: undefined, pausesMs: [] });
      let left = asked;
      const { fetch } = globalThis;
      globalThis.fetch = (...question) => (left-- > 0 ? fetch(...question) : Promise.reject(new Error('cut off')));
      await cut.publish([publication, api]).catch(() => undefined);
      globalThis.fetch = fetch;
      const verdict = await store(broker)
        .verdict({ consumer: 'web', consumerVersion: '1', provider: 'api', digest: '' }, '1')
        .catch(() => null);
      expect([null, true]).toContain(verdict?.success ?? null);
    }
    await store(broker).publish([publication, api]);
    expect(broker.state.find('web', '1')?.pacts.get('api')?.verifications.at(-1)?.success).toBe(true);
  });

  it.each([
    ['a token', { PACT_BROKER_TOKEN: 's3cret' }, 'Bearer s3cret'],
    [
      'a name and a password',
      { PACT_BROKER_USERNAME: 'me', PACT_BROKER_PASSWORD: 's3cret' },
      `Basic ${Buffer.from('me:s3cret').toString('base64')}`,
    ],
  ])('lets in by %s, which appears nowhere', async (_, variables, authorization) => {
    await using broker = await startPactBroker({ authorization });
    await openStore(`${broker.url}/`, variables).publish([publication]);
    expect([...broker.authorizations]).toEqual([authorization]);
    const wrong = openStore(broker.url, { PACT_BROKER_TOKEN: 'an0ther' });
    const error = await wrong.publish([publication]).catch((caught) => caught);
    expect(error).toMatchObject({
      code: 'broker_unauthorised',
      details: [expect.stringContaining('PACT_BROKER_TOKEN')],
    });
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toMatch(/an0ther/);
  });

  it('is no place for a secret in its address', () => {
    expect(() => openStore('https://me:s3cret@broker.example.org/', {})).toThrow(
      expect.objectContaining({ code: 'bad_broker_url', message: expect.not.stringContaining('s3cret') }),
    );
  });

  it('does not lead elsewhere, where the token would go with the question', async () => {
    await using other = await startPactBroker();
    await using broker = await startPactBroker({ claims: other.url });
    await expect(store(broker, 'Bearer s3cret').publish([publication])).rejects.toMatchObject({
      code: 'not_a_broker',
      details: [expect.stringContaining('PACT_BROKER_BASE_URL')],
    });
    expect(other.asked).toEqual([]);
  });

  it('that does not answer is told from one that refuses, and from what is none', async () => {
    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const gone = brokerStore({ url: `http://127.0.0.1:${port}`, authorization: undefined, pausesMs: [] });
    await expect(gone.environments()).rejects.toMatchObject({ code: 'broker_unreachable', details: ['ECONNREFUSED'] });

    const page = createServer((_, response) => response.end('<html>Hello</html>'));
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    try {
      const none = brokerStore({ url, authorization: undefined, pausesMs: [] });
      await expect(none.environments()).rejects.toMatchObject({ code: 'not_a_broker' });
    } finally {
      await new Promise((done) => page.close(done));
    }

    await using old = await startPactBroker({ without: ['pb:publish-contracts'] });
    await expect(store(old).publish([publication])).rejects.toMatchObject({
      code: 'not_a_broker',
      details: [expect.stringContaining('pb:publish-contracts')],
    });
    await using strict = await startPactBroker({ without: ['pb:record-deployment'] });
    await store(strict).publish([publication]);
    await expect(store(strict).recordDeployment({ name: 'web', version: '1' }, 'production')).rejects.toMatchObject({
      code: 'broker_refused',
    });
  });

  it('says what is wrong with what it refuses', async () => {
    await using broker = await startPactBroker();
    await store(broker).publish([publication]);
    const changed = readPact(
      '{"consumer":{"name":"web"},"provider":{"name":"api"},"interactions":[{"description":"x"}]}',
    );
    await expect(store(broker).publish([{ ...publication, pacts: [changed] }])).rejects.toMatchObject({
      code: 'broker_refused',
      details: [expect.stringContaining('Cannot change the content of the pact for web version 1 and provider api')],
    });
  });
});
