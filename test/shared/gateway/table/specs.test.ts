import { describe, expect, it } from '@jest/globals';
import type { RouteRule } from '../../../../shared/gateway/settings/index.ts';
import { Matcher } from '../../../../shared/gateway/table/matcher.ts';
import { specsOf } from '../../../../shared/gateway/table/specs.ts';

const THINGS = { path: '/api/v1/things', service: 'things', read: 'things:read', write: 'things:write' };
const CONTENT = { path: '/api/v1/things/:id/content', service: 'files', read: null };

function table(...rules: RouteRule[]) {
  const lost: string[] = [];
  const matcher = new Matcher(specsOf([THINGS, CONTENT], rules, ({ path }) => lost.push(path)));
  return { lost, matcher, find: (method: string, path: string) => matcher.find(method, path) };
}

describe('the table of routes', () => {
  it('is what the services own where no rule says otherwise', () => {
    const { find, matcher } = table();
    expect(find('GET', '/api/v1/things/1?x=1')).toMatchObject({
      service: 'things',
      scope: 'things:read',
      writes: false,
    });
    expect(find('DELETE', '/api/v1/things/1')).toMatchObject({ scope: 'things:write', writes: true });
    expect(find('GET', '/api/v1/things/1/content')).toMatchObject({ service: 'files', scope: null });
    expect(find('GET', '/api/v1/thingsome')).toBeUndefined();
    expect(find('PUT', '/api/v1/things/1/content')).toBeUndefined();
    expect(matcher.methodsOf('/api/v1/things/1/content')).toEqual(['GET', 'HEAD']);
    expect(matcher.methodsOf('/nowhere')).toEqual([]);
  });

  it('lets a rule hold for its path and all below it, unless one of a longer path says otherwise', () => {
    const { find } = table(
      { path: '/api/v1/things/:id/parts', timeoutMs: 3 },
      { path: '/api/v1', timeoutMs: 1, retries: 1 },
      { path: '/api/v1/things', timeoutMs: 2 },
    );
    expect(find('GET', '/api/v1/things')?.rule).toMatchObject({ timeoutMs: 2, retries: 1 });
    expect(find('GET', '/api/v1/things/7/parts/8')).toMatchObject({
      service: 'things',
      scope: 'things:read',
      rule: { timeoutMs: 3, retries: 1 },
    });
    expect(find('GET', '/api/v1/things/7/content')?.rule).toMatchObject({ timeoutMs: 2 });
  });

  it('lets the later of two rules of one path win, and a rule hold for its methods alone', () => {
    const { find } = table(
      { path: '/api/v1/things', timeoutMs: 1 },
      { path: '/api/v1/things', timeoutMs: 2, methods: ['POST'] },
      { path: '/api/v1/things', retries: 3 },
    );
    expect(find('POST', '/api/v1/things')?.rule).toMatchObject({ timeoutMs: 2, retries: 3 });
    expect(find('PUT', '/api/v1/things')?.rule).toMatchObject({ timeoutMs: 1, retries: 3 });
  });

  it('has paths that only rules make: with a token, unless they say that anybody may come', () => {
    const { find, lost } = table(
      { path: '/legacy', target: 'https://legacy.example.org' },
      { path: '/open', target: 'things', public: true, methods: ['GET'] },
      { path: '/nobodys' },
    );
    expect(find('GET', '/legacy/x')).toMatchObject({ service: 'https://legacy.example.org', scope: undefined });
    expect(find('GET', '/open')).toMatchObject({ service: 'things', scope: null });
    expect(find('POST', '/open')).toBeUndefined();
    expect(lost).toEqual(['/nobodys']);
  });

  it('takes paths that differ in the names of their parameters for one', () => {
    const { find } = table({ path: '/api/v1/things/:thing/content', timeoutMs: 5 });
    expect(find('GET', '/api/v1/things/1/content')).toMatchObject({ service: 'files', rule: { timeoutMs: 5 } });
  });
});

describe('what a rule opens', () => {
  it('is no path below it of which another rule says what a token must grant', () => {
    const { find } = table(
      { path: '/api', public: true },
      { path: '/api/v1/things', methods: ['DELETE'], scope: 'things:admin' },
      { path: '/api/v1/things/:id/content', roles: ['auditor'] },
      { path: '/api/v1/things/:id/notes', public: false },
    );
    expect(find('GET', '/api/v1/things/1')).toMatchObject({ scope: null });
    expect(find('DELETE', '/api/v1/things/1')).toMatchObject({ scope: 'things:admin' });
    expect(find('GET', '/api/v1/things/1/content')).toMatchObject({ rule: { roles: ['auditor'] } });
    expect(find('GET', '/api/v1/things/1/notes')).toMatchObject({ scope: 'things:read' });
  });

  it('may be a path below one that asks for a scope', () => {
    const { find } = table({ path: '/api/v1/things/:id/about', public: true }, { path: '/api/v1', scope: 'api' });
    expect(find('GET', '/api/v1/things/1/about')).toMatchObject({ scope: null });
    expect(find('GET', '/api/v1/things/1')).toMatchObject({ scope: 'api' });
  });

  it('is no path that another rule spells out', () => {
    const { find } = table({ path: '/api/v1/things', scope: 'things:admin' }, { path: '/api/v1/:any', public: true });
    expect(find('GET', '/api/v1/things/1')).toMatchObject({ scope: 'things:admin' });
  });
});

describe('a rule with parameters', () => {
  it('holds also below paths that are spelled out', () => {
    const { find } = table({ path: '/api/v1/:all/:id/secret', roles: ['admin'] });
    expect(find('GET', '/api/v1/things/1/secret')).toMatchObject({
      service: 'things',
      scope: 'things:read',
      rule: { roles: ['admin'] },
    });
    expect(find('GET', '/api/v1/things/1')?.rule).toEqual({});
  });

  it('holds where only together with another one it spells a path out', () => {
    const { find } = table(
      { path: '/api/v1/things/special', timeoutMs: 1 },
      { path: '/api/:version/:all/special/:part/secret', roles: ['admin'] },
    );
    expect(find('GET', '/api/v1/things/special/content')).toMatchObject({ service: 'files', rule: { timeoutMs: 1 } });
    expect(find('GET', '/api/v1/things/special/parts/secret')).toMatchObject({
      service: 'things',
      rule: { timeoutMs: 1, roles: ['admin'] },
    });
  });

  it('lets a rule open what one of a shorter path keeps for a role', () => {
    const { find } = table({ path: '/api/v1', roles: ['admin'] }, { path: '/api/v1/things', public: true });
    expect(find('GET', '/api/v1/things')?.rule.roles).toBeUndefined();
    expect(find('GET', '/api/v1/things')?.scope).toBeNull();
    expect(find('GET', '/api/v1/things/7/content')?.rule.roles).toBeUndefined();
  });

  it('answers a method that the service of a path does not only where a rule says who may use it', () => {
    const target = { path: '/api/v1/things/:id/content', target: 'things' };
    expect(table(target).find('PUT', '/api/v1/things/1/content')).toBeUndefined();
    expect(table(target).find('GET', '/api/v1/things/1/content')).toMatchObject({ service: 'things', scope: null });
    const scoped = table({ ...target, scope: 'things:write' });
    expect(scoped.find('PUT', '/api/v1/things/1/content')).toMatchObject({ scope: 'things:write' });
  });
});
