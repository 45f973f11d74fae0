import type { Node, RangeVar } from 'libpg-query';

type KeysOf<T> = T extends T ? keyof T : never;
export type NodeName = KeysOf<Node>;
export type NodeOf<K extends NodeName> = Extract<Node, Record<K, unknown>>[K];

/** A node as the kind that it has to be by PostgreSQL's grammar. */
export function as<K extends NodeName>(name: K, node: Node | undefined): NodeOf<K> {
  return (node as unknown as Record<K, NodeOf<K>>)[name];
}

export const is = <K extends NodeName>(name: K, node: Node | undefined): boolean => node !== undefined && name in node;

/** The name of a table without its schema: a service's tables are all in one. */
export const tableOf = (relation: RangeVar | undefined): string => relation?.relname ?? '';

/** The last part of a name in parts. */
export function nameOf(parts: readonly Node[] | undefined): string {
  const last = parts?.at(-1);
  return is('String', last) ? (as('String', last).sval ?? '') : '';
}

export const namesOf = (parts: readonly Node[] | undefined): string[] => (parts ?? []).map((part) => nameOf([part]));

/** All function calls anywhere in an expression. */
export function* callsIn(value: unknown): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'FuncCall') yield nameOf((inner as NodeOf<'FuncCall'>).funcname);
    yield* callsIn(inner);
  }
}
