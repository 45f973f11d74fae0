import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { KEYWORDS } from '../../../shared/app/keywords.ts';
import type { Document, Schema } from './document.ts';

/** How a value differs from a schema, in words; none: it conforms. */
export type Conformity = (schema: Schema, value: unknown) => readonly string[];

/** Checks values against the schemas of one document. A schema is compiled when it is first asked for. */
export function conformityTo({ components = {} }: Document): Conformity {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, keywords: [...KEYWORDS] });
  addFormats.default(ajv);
  // Whose pattern says more; and bytes, which are no text at all.
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
  ajv.addFormat('binary', true);
  const compiled = new WeakMap<Schema, ValidateFunction>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile({ properties: { value: schema }, components });
    compiled.set(schema, validate);
    // An instant is written anew where it stands while it is checked.
    if (validate({ value: structuredClone(value) })) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const extra = params.additionalProperty ?? params.missingProperty;
      return `${instancePath.replace('/value', '') || 'the whole'} ${message}${extra === undefined ? '' : ` (${extra})`}`;
    });
  };
}
