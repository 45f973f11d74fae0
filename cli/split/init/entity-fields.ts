import type { Entity, Field, ReferenceField } from '../../config/model.ts';
import { snakeCase } from '../../config/names.ts';
import { nearest } from '../../config/nearest.ts';
import { ownFields, systemFields } from '../mapping/contract.ts';
import { isAlike, SYSTEM_NAMES } from './names.ts';
import { asReference, type Proposal } from './proposal.ts';
import { leadTo, type Match } from './tables.ts';
import { guessValue } from './value.ts';

/** First what is called alike, then what every resource has, then what might be meant. */
export function proposeEntity(proposal: Proposal, entity: Entity, all: readonly Match[]): void {
  const own = ownFields(entity);
  for (const field of own) {
    if (field.type === 'reference') proposeReference(proposal, field, all);
    else {
      const column = proposal.called(new Set([snakeCase(field.name), field.column]));
      if (column) take(field.name, field, column.name);
    }
  }
  for (const field of systemFields(entity)) {
    const column = proposal.called(SYSTEM_NAMES[field]);
    if (column) take(field, { type: typeOf(field) }, column.name);
  }
  for (const field of own.filter(({ name, type }) => type !== 'reference' && !proposal.has(name))) {
    const column = likely(proposal, field);
    if (column !== undefined) take(field.name, field, column, `a guess: \`${column}\` is only like \`${field.name}\``);
    else if (isNeeded(field))
      proposal.miss(field.name, 'required, and no column is called like it: give a column, or a `constant`');
  }
  const order = own.map(({ name }) => name);
  proposal.fields.sort((a, b) => placeOf(a.field) - placeOf(b.field));

  function take(name: string, field: Parameters<typeof guessValue>[0], column: string, ...doubts: string[]): void {
    const found = proposal.left.find((each) => each.name === column);
    if (!found) return;
    const { value, notes } = guessValue(field, found);
    proposal.take(name, value, [...doubts, ...notes]);
  }

  function placeOf(field: string): number {
    const place = order.indexOf(field);
    return place < 0 ? order.length : place;
  }
}

function proposeReference(proposal: Proposal, field: ReferenceField, all: readonly Match[]): void {
  const makers = all.filter(({ into }) => into === `${field.service}.${field.entity}`);
  const named = proposal.called(new Set([field.column, snakeCase(field.name).replace(/_id$/, '')]));
  const free = new Set(proposal.left.map(({ name }) => name));
  const leading = makers[0] && leadTo(proposal.table, makers[0].table.name)?.filter((name) => free.has(name));
  const columns = named ? [named.name] : (leading ?? []);
  if (columns.length === 0) {
    if (field.required) proposal.miss(field.name, 'required, and no column leads there');
    return;
  }
  const notes = makers.length === 1 ? [] : [`${makers.length || 'no'} mappings make ${field.service}.${field.entity}`];
  const value = asReference(columns);
  proposal.take(field.name, field.required ? value : { ...value, onOrphan: 'nullify' }, notes);
}

function likely({ left }: Proposal, field: Field): string | undefined {
  const names = left.map(({ name }) => name);
  return names.find((name) => isAlike(field.name, name)) ?? nearest(snakeCase(field.name), names);
}

function isNeeded(field: Field): boolean {
  return field.required && !('default' in field && field.default !== undefined);
}

function typeOf(field: string): 'integer' | 'datetime' | 'string' {
  if (field === 'version') return 'integer';
  return field.endsWith('At') ? 'datetime' : 'string';
}
