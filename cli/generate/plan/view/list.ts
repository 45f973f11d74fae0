import type { Entity, ListRules } from '../../../config/model.ts';
import { isReference } from './plain-field.ts';

/** The rules of an entity's lists as the repository takes them. Other services always ask by ids. */
export function viewList({ list, fields }: Pick<Entity, 'list' | 'fields'>): ListRules | null {
  if (!list) return null;
  const asked = ['id', ...fields.filter(isReference).map(({ name }) => name)];
  return { ...list, ...(list.filter && { filter: [...new Set([...list.filter, ...asked])] }) };
}

/** What a test may sort by so that its rows come in an order: the end of a query string. */
export function sortOfProbe({ list }: Pick<Entity, 'list'>): string {
  const sort = list?.sort ?? ['createdAt'];
  const key = sort.includes('createdAt') ? 'createdAt' : sort[0];
  return key === undefined ? '' : `&sort=-${key}`;
}
