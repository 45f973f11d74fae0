import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compareContracts } from '../../../../cli/contracts/diff/compare.ts';
import { diffLines } from '../../../../cli/contracts/diff/lines.ts';
import { type ContractTree, treeIn } from '../../../../cli/contracts/diff/tree.ts';

const root = join(import.meta.dirname, '../../../..');
const SUBJECTS = 'contracts/openapi/subject-service.json';
const CREATED = 'contracts/events/subject-service/subject.created.v1.json';
const standing = await treeIn(root);

// biome-ignore lint/suspicious/noExplicitAny: contracts are changed as a test likes
type Content = any;

/** The contracts of this repository, one of them changed. */
function changed(name: string, change: (content: Content) => void): ContractTree {
  const content = JSON.parse(standing.get(name) ?? readFileSync(join(root, name), 'utf8'));
  change(content);
  return new Map(standing).set(name, JSON.stringify(content));
}

const SUBJECT = '/api/v1/subjects/{id}';
const ALL = '/api/v1/subjects';

/** What is done, the rule that tells of it, and where. */
const OPERATIONS: readonly (readonly [rule: string, where: string, change: (document: Content) => void])[] = [
  ['operation-removed', '', ({ paths }) => delete paths[SUBJECT].patch],
  ['operation-added', '', ({ paths }) => Object.assign(paths, { '/api/v1/more': { get: { responses: {} } } })],
  ['scope-needed', 'token', ({ paths }) => Object.assign(paths[ALL].get, { security: [{ token: ['other'] }] })],
  ['scope-dropped', 'token', ({ paths }) => Object.assign(paths[ALL].get, { security: [] })],
  ['parameter-added', 'query new', ({ paths }) => paths[ALL].get.parameters.push({ in: 'query', name: 'new' })],
  ['parameter-needed', 'query limit', ({ paths }) => Object.assign(named(paths[ALL].get, 'limit'), { required: true })],
  [
    'parameter-removed',
    'query limit',
    ({ paths }) =>
      paths[ALL].get.parameters.splice(paths[ALL].get.parameters.indexOf(named(paths[ALL].get, 'limit')), 1),
  ],
  ['bound-tighter', 'query limit', ({ paths }) => Object.assign(named(paths[ALL].get, 'limit').schema, { maximum: 3 })],
  ['body-optional', 'request body', ({ paths }) => Object.assign(paths[ALL].post.requestBody, { required: false })],
  ['body-removed', 'request body', ({ paths }) => delete paths[ALL].post.requestBody],
  [
    'media-added',
    'request body',
    ({ paths }) => Object.assign(paths[ALL].post.requestBody.content, { 'text/csv': {} }),
  ],
  ['media-removed', 'request body', ({ paths }) => delete paths[ALL].post.requestBody.content['application/json']],
  ['status-removed', 'answer 201', ({ paths }) => delete paths[ALL].post.responses[201]],
  ['status-added', 'answer 202', ({ paths }) => Object.assign(paths[ALL].post.responses, { 202: {} })],
  ['problem-added', 'answer 418', ({ paths }) => Object.assign(paths[ALL].post.responses, { 418: {} })],
  ['problem-removed', 'answer 412', ({ paths }) => delete paths[SUBJECT].patch.responses[412]],
  ['header-removed', 'answer 201', ({ paths }) => delete paths[ALL].post.responses[201].headers.Location],
  ['header-added', 'answer 201', ({ paths }) => Object.assign(paths[ALL].post.responses[201].headers, { 'X-New': {} })],
  [
    'content-added',
    'answer 201',
    ({ paths }) => Object.assign(paths[ALL].post.responses[201].content, { 'text/csv': {} }),
  ],
  ['content-removed', 'answer 201', ({ paths }) => delete paths[ALL].post.responses[201].content['application/json']],
  [
    'member-needed',
    'request body /credits',
    ({ components }) => components.schemas.NewSubject.required.push('credits'),
  ],
  [
    'bound-tighter',
    'request body /name',
    ({ components }) => Object.assign(components.schemas.NewSubject.properties.name, { maxLength: 20 }),
  ],
  [
    'takes-more',
    'request body /name',
    ({ components }) => Object.assign(components.schemas.NewSubject.properties.name, { maxLength: 900 }),
  ],
  [
    'member-may-be-missing',
    'answer 200 /items/*/name',
    ({ components }) => drop(components.schemas.Subject.required, 'name'),
  ],
  [
    'gives-more',
    'answer 200 /extra',
    ({ components }) => Object.assign(components.schemas.Subject.properties, { extra: {} }),
  ],
];

function named({ parameters }: Content, name: string): Content {
  return parameters.find((each: Content) => each.name === name);
}

function drop(list: unknown[], value: unknown): void {
  list.splice(list.indexOf(value), 1);
}

describe('contracts of two times', () => {
  it('do not differ from themselves', () => {
    expect(standing.size).toBeGreaterThan(10);
    expect(compareContracts(standing, new Map(standing))).toEqual([]);
    expect(diffLines([], 'v1')).toEqual(['contracts are as in v1']);
  });

  it.each(OPERATIONS)('differ by %s at "%s"', (rule, path, change) => {
    const found = compareContracts(standing, changed(SUBJECTS, change));
    expect(found).toContainEqual(expect.objectContaining({ rule, path, area: 'openapi', service: 'subject-service' }));
    const other = found.filter((each) => each.rule !== rule);
    if (rule.startsWith('problem') || rule.endsWith('added')) expect(other).toEqual([]);
  });

  it('are the same where texts, names of components, of operations and of parameters in a path differ', () => {
    const after = changed(SUBJECTS, (document) => {
      document.info.version = '9.9.9';
      document.components.schemas.Renamed = document.components.schemas.Subject;
      document.paths['/api/v1/subjects/{subject}'] = document.paths[SUBJECT];
      delete document.paths[SUBJECT];
      document.paths[ALL].get.summary = 'Another text';
      document.paths[ALL].get.operationId = 'another';
      document.paths[ALL].post.responses[201].content['application/json'].schema.$ref = '#/components/schemas/Renamed';
    });
    expect(compareContracts(standing, after)).toEqual([]);
  });

  it('let a list of values grow that says so, and no other', () => {
    const coded = (values: string[], open: boolean) =>
      changed(SUBJECTS, ({ components }) => {
        components.schemas.Problem.properties.code = { type: 'string', enum: values, 'x-extensible': open };
      });
    const rulesOf = (open: boolean) =>
      new Set(compareContracts(coded(['a'], open), coded(['a', 'b'], open)).map(({ rule }) => rule));
    expect(rulesOf(true)).toEqual(new Set(['gives-more']));
    expect(rulesOf(false)).toEqual(new Set(['value-new']));
  });

  it('break those who hear an event by the rules of the generator', () => {
    const rule = (change: (content: Content) => void) =>
      compareContracts(standing, changed(CREATED, change)).map(({ rule, what }) => [rule, what]);
    expect(rule(({ properties }) => delete properties.name)).toEqual([['event-broken', 'name is no longer carried']]);
    expect(rule(({ required }) => drop(required, 'name'))).toEqual([['event-broken', 'name may be missing']]);
    expect(rule(({ properties }) => Object.assign(properties, { extra: { type: 'string' } }))).toEqual([
      ['event-changed', 'new'],
    ]);
    const without = new Map(standing);
    without.delete(CREATED);
    expect(compareContracts(standing, without)).toMatchObject([
      { rule: 'event-removed', operation: expect.stringContaining('subject.created') },
    ]);
    expect(compareContracts(without, standing)).toMatchObject([{ rule: 'event-added', severity: 'additive' }]);
  });

  it('tell which service is told no more by whom', () => {
    const key = 'subject-service.send.aurora.subject-service.subject.created.v1';
    const after = changed('contracts/asyncapi.json', ({ operations }) => delete operations[key]);
    expect(compareContracts(standing, after)).toMatchObject([
      {
        rule: 'event-channel-removed',
        service: 'subject-service',
        operation: 'aurora.subject-service.subject.created.v1',
      },
    ]);
  });

  it('let a consumer ask for what its provider served before, and no more', () => {
    const asking = (path: string, status = 200, name = 'orders-service') => {
      const interaction = {
        type: 'Synchronous/HTTP',
        description: 'asks',
        request: { method: 'GET', path },
        response: { status },
      };
      const pact = { consumer: { name }, provider: { name: 'subject-service' }, interactions: [interaction] };
      return new Map(standing).set('contracts/pacts/orders-service-subject-service.json', JSON.stringify(pact));
    };
    const rulesOf = (before: ContractTree, after: ContractTree) =>
      compareContracts(before, after).map(({ rule }) => rule);
    expect(rulesOf(standing, asking('/api/v1/subjects/1'))).toEqual(['pact-asks-served']);
    expect(rulesOf(standing, asking('/api/v1/subjects/1', 203))).toEqual(['pact-asks-more']);
    expect(rulesOf(standing, asking('/api/v2/subjects'))).toEqual(['pact-asks-more']);
    expect(rulesOf(asking('/api/v1/subjects'), asking('/api/v1/subjects/1'))).toEqual(['pact-asks-served']);
    expect(rulesOf(asking('/api/v1/subjects'), standing)).toEqual(['pact-asks-less']);
  });

  it('cannot be compared where a file is none', () => {
    const after = new Map(standing).set(SUBJECTS, '{');
    expect(() => compareContracts(standing, after)).toThrow(expect.objectContaining({ code: 'contract_unreadable' }));
  });
});
