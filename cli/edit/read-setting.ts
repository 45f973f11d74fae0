import { parse } from 'yaml';
import type { Schema } from '../config/json-schema.ts';
import { resolved } from './settings.ts';
import type { Value } from './text/render.ts';

/**
 * What somebody typed as the value that the schema wants. What is none stays text: the inspection of the config says so.
 * Items of lists are set apart by `separator`.
 */
export function readSetting(schema: Schema | undefined, text: string, separator: string): Value {
  if (schema?.type === 'string' || schema?.enum) return text;
  if (schema?.type === 'array') {
    return text.split(separator).map((item) => readSetting(resolved(schema.items ?? {}), item.trim(), separator));
  }
  if (schema?.type === 'integer' || schema?.type === 'number') return /^[-+]?\d+$/.test(text) ? Number(text) : text;
  if (schema?.type === 'boolean') return /^(?:true|false)$/.test(text) ? text === 'true' : text;
  return parsed(text);
}

/** Whatever YAML takes it for: a number, `{ type: string }`, a word. */
function parsed(text: string): Value {
  try {
    return parse(text, { schema: 'core' });
  } catch {
    return text;
  }
}
