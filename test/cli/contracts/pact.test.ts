import { describe, expect, it } from '@jest/globals';
import { digestOf, readPact } from '../../../cli/contracts/pact.ts';

const pact = {
  consumer: { name: 'web' },
  provider: { name: 'api' },
  interactions: [
    { type: 'Synchronous/HTTP', description: 'a', request: { method: 'GET', path: '/a' }, response: { status: 200 } },
    { type: 'Asynchronous/Messages', description: 'b', contents: { content: { id: '1' } } },
  ],
  metadata: { pactSpecification: { version: '4.0' }, 'pact-js': { version: '17.1.4' } },
};

describe('a pact', () => {
  it('is known by what is agreed upon, not by who wrote it down, or how', () => {
    const [first, second] = pact.interactions;
    const comments = { testname: 'elsewhere' };
    const turned = {
      interactions: [
        { ...second, comments },
        { response: first?.response, ...first },
      ],
      provider: pact.provider,
    };
    expect(digestOf({ ...turned, consumer: pact.consumer } as typeof pact)).toBe(digestOf(pact));
    const changed = { ...pact, interactions: [{ ...first, response: { status: 201 } }, second] };
    expect(digestOf(changed as typeof pact)).not.toBe(digestOf(pact));
    expect(digestOf({ ...pact, consumer: { name: 'app' } })).not.toBe(digestOf(pact));
  });

  it('holds requests and messages, and what the provider is brought to before', () => {
    expect(readPact(JSON.stringify(pact)).interactions).toEqual([
      { kind: 'http', description: 'a', states: [] },
      { kind: 'message', description: 'b', states: [] },
    ]);
    const old = { ...pact, interactions: undefined, messages: [{ description: 'c', providerState: 'there' }] };
    expect(readPact(JSON.stringify(old)).interactions).toEqual([
      { kind: 'message', description: 'c', states: ['there'] },
    ]);
  });

  it.each([
    '',
    '[]',
    'null',
    '{"consumer":{"name":"web"}}',
    '{"consumer":{"name":"w"},"provider":{"name":"a"},"interactions":{}}',
  ])('is none: %s', (text) => {
    expect(() => readPact(text)).toThrow();
  });
});
