import type { Entity, ListRules } from '../../../config/model.ts';
import { isReference } from '../../../config/plain-field.ts';
import type { Json } from '../../format/literal.ts';

/** The rules of an entity's lists as the repository takes them. Other services always ask by ids. */
export function viewList({ list, fields }: Pick<Entity, 'list' | 'fields'>): ListRules | null {
  if (!list) return null;
  const asked = ['id', ...fields.filter(isReference).map(({ name }) => name)];
  return { ...list, ...(list.filter && { filter: [...new Set([...list.filter, ...asked])] }) };
}

/** `RepositoryOptions` of `shared/repository`; null: lists can be asked for all that there is, and rows go for good. */
export function viewRows(entity: Pick<Entity, 'list' | 'softDelete' | 'fields'>): Json | null {
  const [list, { softDelete }] = [viewList(entity), entity];
  return list || softDelete ? { ...list, softDelete } : null;
}

/** What a test may sort by so that its rows come in an order: the end of a query string. */
export function sortOfProbe({ list }: Pick<Entity, 'list'>): string {
  const sort = list?.sort ?? ['createdAt'];
  const key = sort.includes('createdAt') ? 'createdAt' : sort[0];
  return key === undefined ? '' : `&sort=-${key}`;
}
