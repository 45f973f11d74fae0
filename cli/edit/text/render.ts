import { stringify } from 'yaml';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** One line, as it stands between braces or after a key: `{ type: enum, values: [open, paid] }`. */
export function renderFlow(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(', ')}]`;
  if (!isMapping(value)) return renderScalar(value as string | number | boolean | null);
  const pairs = Object.entries(value).map(([key, each]) => `${renderScalar(key)}: ${renderFlow(each)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** In quotes where it needs them, here or between braces. */
function renderScalar(value: string | number | boolean | null): string {
  const list = stringify([value], {
    schema: 'core',
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    singleQuote: true,
    blockQuote: false,
  });
  return list.trimEnd().slice(1, -1);
}

/**
 * The lines of a key with its value. Mappings that hold mappings take a line for each key, others one for all of them,
 * unless `open`: then those do, too, as their neighbours do.
 */
export function renderBlock(key: string, value: Value, step: number, open = false): string[] {
  const name = renderFlow(key);
  if (!isMapping(value) || Object.keys(value).length === 0) return [`${name}: ${renderFlow(value)}`];
  const entries = Object.entries(value);
  if (!open && !entries.some(([, each]) => isMapping(each))) return [`${name}: ${renderFlow(value)}`];
  const within = entries.flatMap(([each, of]) => renderBlock(each, of, step));
  return [`${name}:`, ...within.map((line) => ' '.repeat(step) + line)];
}

function isMapping(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
