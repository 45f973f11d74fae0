import { describe, expect, it } from '@jest/globals';
import { mayPass, type Need } from '../../../shared/auth/index.ts';

const EDITOR = { subject: 'ada', scopes: ['orders:read'], roles: ['editor'] };

describe('who has what a route asks for', () => {
  it.each<[string, Need]>([
    ['nothing', {}],
    ['a scope', { scope: 'orders:read' }],
    ['one of its roles', { roles: ['admin', 'editor'] }],
    ['a scope and a role', { scope: 'orders:read', roles: ['editor'] }],
  ])('passes: %s', (_, need) => {
    expect(() => mayPass(EDITOR, need)).not.toThrow();
  });

  it.each<[Need, string]>([
    [{ scope: 'orders:write' }, 'The scope orders:write is needed.'],
    [{ scope: 'orders:write', roles: ['editor'] }, 'The scope orders:write is needed.'],
    [{ scope: 'orders:read', roles: ['admin'] }, 'The role admin is needed.'],
    [{ roles: ['admin', 'auditor'] }, 'One of the roles admin, auditor is needed.'],
    [{ roles: [] }, 'No role is let in here.'],
  ])('and nobody else: %j', (need, detail) => {
    expect(() => mayPass(EDITOR, need)).toThrow(expect.objectContaining({ code: 'forbidden', detail }));
  });

  it('may do everything with the scope for everything, but has no role by it', () => {
    const all = { subject: 'dev', scopes: ['*'] };
    expect(() => mayPass(all, { scope: 'orders:write' })).not.toThrow();
    expect(() => mayPass(all, { roles: ['editor'] })).toThrow('The role editor is needed.');
  });
});
