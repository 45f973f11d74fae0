import type { Entity } from './model.ts';

/** What each operation of an entity asks of a token. */
export type EntityScopes = Readonly<Record<'create' | 'read' | 'update' | 'delete', string>>;

export function entityScopes({ path, scopes = {} }: Pick<Entity, 'path' | 'scopes'>): EntityScopes {
  const write = `${path}:write`;
  return { create: write, read: `${path}:read`, update: write, delete: write, ...scopes };
}

/** Each of them once. */
export function scopesIn(scopes: EntityScopes): readonly string[] {
  const { read, update, create, delete: remove } = scopes;
  return [...new Set([read, update, create, remove])];
}
