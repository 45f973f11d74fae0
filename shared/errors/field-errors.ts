import { escapePointer } from './json-pointer.ts';
import type { FieldError } from './problem.ts';

/** What ajv says about one mistake; only the members that are read. */
export interface SchemaViolation {
  readonly keyword: string;
  /** JSON Pointer to the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string | undefined;
  /** What was not matched; `x-hint` says it for people. */
  readonly parentSchema?: object | undefined;
}

const CODES: Readonly<Record<string, string>> = {
  additionalProperties: 'unknown_field',
  unevaluatedProperties: 'unknown_field',
  required: 'required',
  type: 'wrong_type',
  enum: 'not_allowed',
  const: 'not_allowed',
  format: 'wrong_format',
  pattern: 'wrong_format',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  exclusiveMinimum: 'too_small',
  maximum: 'too_large',
  'x-minimum': 'too_small',
  'x-maximum': 'too_large',
  'x-instant': 'wrong_format',
  'x-read-only': 'read_only',
  exclusiveMaximum: 'too_large',
  minItems: 'too_few',
  maxItems: 'too_many',
  minProperties: 'too_few',
  maxProperties: 'too_many',
  uniqueItems: 'not_unique',
};

/** More would tell nobody anything. */
const MOST = 100;

/** The mistakes that a JSON Schema validator found, as a client reads them: at the field that is missing or unknown. */
export function fieldErrors(violations: readonly SchemaViolation[]): FieldError[] {
  return violations.slice(0, MOST).map(({ keyword, instancePath, params, message = 'is not valid', parentSchema }) => {
    const code = CODES[keyword] ?? 'invalid';
    const hint = keyword === 'pattern' && hintOf(parentSchema);
    if (hint) return { path: instancePath, code, message: hint };
    switch (keyword) {
      case 'required':
        return {
          path: `${instancePath}/${escapePointer(String(params.missingProperty))}`,
          code,
          message: 'is required',
        };
      case 'additionalProperties':
        return {
          path: `${instancePath}/${escapePointer(String(params.additionalProperty))}`,
          code,
          message: 'is not a known field',
        };
      case 'unevaluatedProperties':
        return {
          path: `${instancePath}/${escapePointer(String(params.unevaluatedProperty))}`,
          code,
          message: 'is not a known field',
        };
      case 'enum':
        return {
          path: instancePath,
          code,
          message: `must be one of ${(params.allowedValues as unknown[]).join(', ')}`,
        };
      default:
        return { path: instancePath, code, message };
    }
  });
}

/** The second is what editors know, in schemas of settings. */
function hintOf(schema: { 'x-hint'?: unknown; patternErrorMessage?: unknown } = {}): string | undefined {
  const hint = schema['x-hint'] ?? schema.patternErrorMessage;
  return typeof hint === 'string' ? hint : undefined;
}
