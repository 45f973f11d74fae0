import { describe, expect, it } from '@jest/globals';
import { type LiveInstance, Upstreams } from '../../../../shared/gateway/upstream/upstreams.ts';

const at = (...hosts: string[]) => hosts.map((host) => ({ url: `http://${host}` }));
const nobody = () => undefined;
const ROUTE = '/api/v1/things reads';

describe('the instances of services', () => {
  it('are taken in turn while they have equally much to do, each service by itself', async () => {
    const live: Record<string, readonly LiveInstance[]> = { things: at('a', 'b', 'c'), others: at('x') };
    const upstreams = new Upstreams((service) => live[service] ?? [], nobody);
    const next = (service: string) => upstreams.pick(service, ROUTE)?.label;
    const taken = [next('things'), next('others'), next('things'), next('things'), next('things')];
    expect(taken).toEqual(['a', 'x', 'b', 'c', 'a']);
    await upstreams.close();
  });

  it('get the next request where they have the least to do', async () => {
    const list = at('a', 'b');
    const upstreams = new Upstreams(() => list, nobody);
    const slow = upstreams.pick('things', ROUTE);
    const visit = slow?.visit(ROUTE);
    for (let turn = 0; turn < 4; turn++) expect(upstreams.pick('things', ROUTE)).not.toBe(slow);
    visit?.answered(false);
    visit?.end();
    expect(new Set([upstreams.pick('things', ROUTE), upstreams.pick('things', ROUTE)])).toContain(slow);
    await upstreams.close();
  });

  it('are not offered again once tried, and not at all while they take no connections', async () => {
    const list = at('a', 'b');
    const upstreams = new Upstreams(() => list, nobody);
    const [a, b] = [upstreams.pick('things', ROUTE), upstreams.pick('things', ROUTE)];
    expect(upstreams.pick('things', ROUTE, new Set([a as never]))).toBe(b);
    for (let failure = 0; failure < 3; failure++) a?.visit(ROUTE).ended('unreachable');
    for (let turn = 0; turn < 4; turn++) expect(upstreams.pick('things', 'another route')).toBe(b);
    await upstreams.close();
  });

  it('are left alone for the route that fails, and no other', async () => {
    const list = at('a');
    const upstreams = new Upstreams(() => list, nobody);
    const a = upstreams.pick('things', ROUTE);
    for (let failure = 0; failure < 10; failure++) {
      const visit = a?.visit(ROUTE);
      visit?.answered(true);
      visit?.end();
    }
    expect(upstreams.pick('things', ROUTE)).toBeUndefined();
    expect(upstreams.pick('things', '/api/v1/things writes')).toBe(a);
    expect(upstreams.knows('things')).toBe(true);
    await upstreams.close();
  });

  it('keep what is known of them while others come and go', async () => {
    let list = at('a', 'b');
    const upstreams = new Upstreams(() => list, nobody);
    const a = upstreams.pick('things', ROUTE);
    list = at('a', 'c');
    upstreams.refresh();
    expect([...upstreams.all()].map(({ label }) => label)).toEqual(['a', 'c']);
    expect([...upstreams.all()][0]).toBe(a);
    await upstreams.close();
  });

  it('may lie outside of the fleet', async () => {
    const upstreams = new Upstreams(() => [], nobody);
    expect(upstreams.pick('https://legacy.example.org', ROUTE)?.label).toBe('legacy.example.org');
    expect(upstreams.pick('things', ROUTE)).toBeUndefined();
    await upstreams.close();
  });
});
