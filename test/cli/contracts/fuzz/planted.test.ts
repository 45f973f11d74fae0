import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { badAttempt } from '../../../../cli/contracts/fuzz/bad.ts';
import { conformityTo } from '../../../../cli/contracts/fuzz/conformity.ts';
import type { Document, Operation } from '../../../../cli/contracts/fuzz/document.ts';
import { operationsOf } from '../../../../cli/contracts/fuzz/document.ts';
import type { Draft } from '../../../../cli/contracts/fuzz/draft.ts';
import { Ledger } from '../../../../cli/contracts/fuzz/ledger.ts';
import { LiveFleet } from '../../../../cli/contracts/fuzz/live-fleet.ts';
import type { Reply, Sent, Wire } from '../../../../cli/contracts/fuzz/send.ts';
import { newTally } from '../../../../cli/contracts/fuzz/tally.ts';
import type { Violation } from '../../../../cli/contracts/fuzz/violation/contract.ts';
import { queryViolations } from '../../../../cli/contracts/fuzz/violation/query.ts';

const problem = { description: '`validation_failed`: no', content: { 'application/problem+json': {} } };
const document = (additionalProperties: boolean): Document => ({
  paths: {
    '/settings': {
      put: {
        requestBody: {
          content: {
            'application/json': { schema: { properties: { values: { type: 'object', additionalProperties } } } },
          },
        },
        responses: { 200: { description: 'Done' }, 412: problem, 422: problem },
      },
    },
    '/files/{id}/content': {
      get: {
        parameters: [
          { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
          { in: 'query', name: 'signature', required: true, schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'Done' } },
      },
    },
  },
});

/** Answers everything in the same way, and remembers what was sent. */
function wireOf(answer: Partial<Reply>) {
  const sent: Sent[] = [];
  const wire: Wire = {
    send: async (each) => {
      sent.push(each);
      return { status: 200, headers: {}, text: '{}', body: {}, correlationId: 'x', ...answer };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { wire, sent, live: new LiveFleet(wire, { all: 'a', other: 'b' }, 'salt', {}, new Map()) };
}

function entryOf(key: string, from: Document) {
  const operation = operationsOf(from).find((each) => each.key === key) as Operation;
  return { service: 's', operation, baseUrl: 'http://fleet', conformity: conformityTo(from) };
}

const draft = (method: string, path: string, more: Partial<Draft> = {}): Draft => ({
  ...{ method, path, place: {}, query: [], headers: {}, token: 'all' },
  ...more,
});

describe('a bad header', () => {
  it.each([
    [true, undefined],
    [false, 'refused with 412 (bad If-Match in the header)'],
  ])('beside a body that is open: %s', async (open, promise) => {
    const refused = { status: 422, code: 'validation_failed' };
    const headers = { 'content-type': 'application/problem+json' };
    const { live } = wireOf({ status: 422, headers, body: refused, text: JSON.stringify(refused) });
    const entry = entryOf('PUT /settings', document(open));
    const attempt = badAttempt(entry, document(open), live, newTally('s', entry.operation));
    const violation = { kind: 'bad If-Match', where: 'header If-Match', statuses: [412] };
    expect((await attempt({ violation, draft: draft('PUT', '/settings') }))?.promise).toBe(promise);
  });
});

describe('what is planted in a path', () => {
  it('is sent, with the query that the service has told', async () => {
    const id = '01a21a9c-5e00-7581-a739-bd9351162601';
    const { live, sent } = wireOf({ body: { url: `http://fleet/files/${id}/content?signature=s` } });
    await live.get(`http://fleet/files/${id}/url`);
    const entry = entryOf('GET /files/{id}/content', document(true));
    await live.ask(entry, draft('GET', '/files/{id}/content', { place: { id: 'none' } }));
    expect(sent.at(-1)?.url).toBe('http://fleet/files/none/content?signature=s');
  });
});

describe('what only another answer tells', () => {
  it('is not asked for before it is told', async () => {
    const { live } = wireOf({});
    const asked = live.ask(entryOf('GET /files/{id}/content', document(true)), draft('GET', '/files/{id}/content'));
    await expect(asked).rejects.toThrow('No answer has told the way there.');
  });
});

describe('a wrong moment in a query', () => {
  it('is no day, which a filter takes', () => {
    const schema = { type: 'string', format: 'date-time' };
    const operation = { parameters: [{ in: 'query', name: 'filter[at]', schema }] } as unknown as Operation;
    const around = { document: document(true), conformity: conformityTo(document(true)), referredBy: () => undefined };
    const violations = queryViolations(operation, fc.constant(draft('GET', '/')), around);
    const { drafts } = violations.find(({ kind }) => kind === 'format') as Violation;
    const queries = fc.sample(drafts, { numRuns: 100, seed: 1 }).flatMap(({ query }) => query);
    expect(queries).toContain('filter%5Bat%5D=2026-02-30T00%3A00%3A00Z');
    expect(queries).not.toContain('filter%5Bat%5D=2026-01-01');
  });
});

describe('cleaning up', () => {
  it('ends in time, and tells what is left', async () => {
    const ledger = new Ledger();
    const made = (id: string) => ({ status: 201, headers: {}, text: '', body: { id }, correlationId: 'x' });
    for (const id of ['a', 'b']) {
      ledger.note({ method: 'POST', url: 'http://fleet/notes', headers: {}, body: undefined }, made(id));
    }
    const { wire } = wireOf({ status: 409 });
    expect(await ledger.undo(wire)).toEqual([
      'http://fleet/notes/a could not be deleted: 409',
      'http://fleet/notes/b could not be deleted: 409',
    ]);
    expect(await ledger.undo(wire, -1)).toEqual([
      'http://fleet/notes/a could not be deleted: not within 0 s',
      'http://fleet/notes/b could not be deleted: not within 0 s',
    ]);
  });
});
