import type { Scalar } from 'yaml';
import { renderFlow } from './render.ts';
import type { Splice } from './splice.ts';

/** Another text for a key or a value, in the quotes that it has. */
export function replace(scalar: Scalar, text: string): Splice {
  const [from, to] = scalar.range as [number, number, number];
  return { from, to, text: quoted(scalar, text) };
}

function quoted({ type }: Scalar, text: string): string {
  if (type === 'QUOTE_SINGLE') return `'${text.replaceAll("'", "''")}'`;
  if (type === 'QUOTE_DOUBLE') return JSON.stringify(text);
  return renderFlow(text);
}
