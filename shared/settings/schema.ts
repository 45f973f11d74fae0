import { Ajv, type ValidateFunction } from 'ajv';
import { type FieldError, fieldErrors } from '../errors/index.ts';
import { LOG_LEVELS, type LogLevel } from '../logging/index.ts';

/** What can be changed while a service runs. Those of its own stand beside these. */
export interface Settings {
  readonly logLevel: LogLevel;
  /** Milliseconds that a call to another service may take, retries included. */
  readonly timeoutMs: number;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly [own: string]: unknown;
}

/** A JSON Schema for each setting of a service's own, with a `default`. */
export type SettingSchemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const COMMON: SettingSchemas = {
  logLevel: { type: 'string', enum: LOG_LEVELS, default: 'info' },
  timeoutMs: { type: 'integer', minimum: 1, maximum: 600_000, default: 2_000 },
  retries: { type: 'integer', minimum: 0, maximum: 10, default: 2 },
};

export type CheckedSettings = { readonly settings: Settings } | { readonly errors: FieldError[] };

/** Checks settings and fills in the defaults of those that are absent. Unknown ones pass: a newer version may know them. */
export class SettingsChecker {
  readonly #validate: ValidateFunction;

  constructor(own: SettingSchemas = {}) {
    // Without the meta-schema: to compile that takes longer than all the rest, at every start.
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      useDefaults: true,
      strict: true,
      meta: false,
      validateSchema: false,
    });
    // For people and editors alone.
    ajv.addVocabulary(['enumDescriptions', 'patternErrorMessage']);
    this.#validate = ajv.compile({ type: 'object', properties: { ...own, ...COMMON } });
  }

  check(given: unknown): CheckedSettings {
    const settings = structuredClone(given);
    if (this.#validate(settings)) return { settings: Object.freeze(settings as Settings) };
    return { errors: fieldErrors(this.#validate.errors ?? []) };
  }
}

/**
 * What a service begins with: what its config says, and the defaults of the schemas for all the rest.
 * @throws Error when the config says what the schemas do not allow
 */
export function withDefaults(given: Readonly<Record<string, unknown>>, own: SettingSchemas): Settings {
  const checked = new SettingsChecker(own).check(given);
  if ('errors' in checked) throw new Error(`the defaults are not valid: ${JSON.stringify(checked.errors)}`);
  return checked.settings;
}
