import type { ValueKind } from './shape.ts';

/** Where engines differ in what is asked of them here. */
export interface Spelling {
  quote(name: string): string;
  /** An expression whose value is the column's as one text, the same on all engines. */
  text(column: string, kind: ValueKind): string;
  /** Two ids as one text. */
  pair(first: string, second: string): string;
  /** Whether a column has one of the values of a list, the placeholder. */
  among(column: string, placeholder: string, kind: 'uuid' | 'text'): string;
  /** A text inside of JSON: of the first of a list, what has this key. */
  firstOf(column: string, key: string): string;
}

export const POSTGRES: Spelling = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  text(column, kind) {
    const name = POSTGRES.quote(column);
    if (kind === 'datetime') return `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    return `${name}::text`;
  },
  pair: (first, second) => `${POSTGRES.quote(first)} || ',' || ${POSTGRES.quote(second)}`,
  among: (column, placeholder, kind) => `${POSTGRES.quote(column)} = ANY(${placeholder}::${kind}[])`,
  firstOf: (column, key) => `${POSTGRES.quote(column)} -> 0 ->> '${key}'`,
};

export const MYSQL: Spelling = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  text(column, kind) {
    const name = MYSQL.quote(column);
    // Six digits of the second, of which the last three are zero.
    if (kind === 'datetime') return `concat(left(date_format(${name}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`;
    if (kind === 'boolean') return `if(${name} IS NULL, NULL, if(${name}, 'true', 'false'))`;
    return `CAST(${name} AS CHAR)`;
  },
  pair: (first, second) => `concat(${MYSQL.quote(first)}, ',', ${MYSQL.quote(second)})`,
  among: (column, placeholder) => `${MYSQL.quote(column)} IN (${placeholder})`,
  firstOf: (column, key) => `json_value(${MYSQL.quote(column)}, '$[0].${key}')`,
};
