import { describe, expect, it } from '@jest/globals';
import { scopesOf } from '../../../cli/runtimes/scopes.ts';
import { fleetOf, GATEWAY, ITEM, ORDER } from './support/fleet.ts';

const EVERY = ['config:read', 'registry:read', 'registry:write'];

describe('what tokens of a service may grant', () => {
  it('is what every service needs', () => {
    expect(scopesOf(ORDER, fleetOf([ORDER]))).toEqual(EVERY);
  });

  it('is everything for the gateway, which speaks for its clients', () => {
    expect(scopesOf(GATEWAY, fleetOf())).toEqual(['*']);
  });

  it('is also reading what it refers to', () => {
    expect(scopesOf(ITEM, fleetOf())).toEqual(['config:read', 'orders:read', 'registry:read', 'registry:write']);
  });

  it('is also reading what restricts the deletion of its own', () => {
    expect(scopesOf(ORDER, fleetOf())).toEqual(['config:read', 'order-items:read', 'registry:read', 'registry:write']);
  });

  it('is reading files where it refers to those', () => {
    const files = {
      kind: 'file',
      name: 'media',
      port: 8003,
      replicas: 1,
      dependsOn: [],
      storage: { driver: 'local' },
    } as const;
    const [entity] = ITEM.entities;
    const fields = entity?.fields.map((field) => ({ ...field, service: 'media', entity: 'File' })) as never;
    const holder = { ...ITEM, entities: [{ ...entity, fields }] } as never;
    expect(scopesOf(holder, fleetOf([files, holder]))).toContain('files:read');
  });
});
