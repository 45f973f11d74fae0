import { stringify } from 'yaml';
import type { Catalog } from '../../schema/catalog/contract.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import { proposeFields } from './fields.ts';
import { DELETED, plainName } from './names.ts';
import type { Proposed } from './proposal.ts';
import type { Match } from './tables.ts';

export interface Rendered {
  readonly text: string;
  /** What somebody should look at. */
  readonly doubts: number;
  readonly mapped: readonly { readonly table: string; readonly into: string }[];
  readonly ignored: readonly string[];
}

/** The file that is proposed, with a comment wherever something is uncertain. */
export function renderMapping(catalog: Catalog, matches: readonly Match[]): Rendered {
  const lines = [
    '# Proposed by `aurora migrate split init` from the old database’s tables. Each `?` is a guess: look at it, then take the mark away.',
    '# Try it: aurora migrate split --dry-run',
    'version: 1',
    '',
    'mappings:',
  ];
  for (const match of matches) lines.push(...ofMatch(match, matches));
  const ignored = catalog.tables
    .filter((table) => !matches.some((match) => match.table === table))
    .map(({ name }) => name);
  if (ignored.length > 0) {
    lines.push('', 'ignore:');
    for (const name of ignored) lines.push(`  ${flow(name)}: nothing in the fleet is called like it # ?`);
  }
  const text = `${lines.join('\n')}\n`;
  const mapped = matches.map(({ table, into }) => ({ table: table.name, into }));
  return { text, doubts: text.match(/# \?/g)?.length ?? 0, mapped, ignored };
}

function* ofMatch(match: Match, all: readonly Match[]): Generator<string> {
  const { table, into, doubt } = match;
  const { fields, left } = proposeFields(match, all);
  yield `  ${flow(table.name)}:${doubt === undefined ? '' : ` # ? ${doubt}`}`;
  yield `    into: ${into}`;
  if (table.primaryKey.length === 0) yield '    key: [] # ? it has no primary key: what tells its rows apart?';
  const deleted = left.find(({ name }) => DELETED.test(plainName(name)));
  if (deleted) {
    const isNot = /bool/i.test(deleted.type) ? `NOT ${deleted.name}` : `${deleted.name} = 0`;
    yield `    where: ${isNot} # ? what is deleted is left out`;
  }
  yield '    fields:';
  for (const field of fields) yield* ofField(field);
  const others = left.filter((column) => column !== deleted);
  if (others.length === 0) return;
  yield '    ignore:';
  for (const { name } of others) yield `      ${flow(name)}: no field is called like it # ?`;
}

function* ofField({ field, value, notes }: Proposed): Generator<string> {
  if (value) yield `      ${field}: ${short(value)}${notes.length > 0 ? ` # ? ${notes.join('; ')}` : ''}`;
  else yield `      # ${field}: # ? ${notes.join('; ')}`;
}

/** A column alone needs no braces. */
function short(value: FieldMapping): string {
  const { column, ...rest } = value;
  return column !== undefined && Object.keys(rest).length === 0 ? flow(column) : flow(value);
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}
