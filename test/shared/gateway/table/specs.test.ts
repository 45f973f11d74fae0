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
