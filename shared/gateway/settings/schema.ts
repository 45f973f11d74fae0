/** A pattern, and what it asks for: what follows `is not`. */
export type Form = Required<Pick<SettingSchema, 'pattern' | 'patternErrorMessage'>>;

export function form(pattern: string, patternErrorMessage: string): Form {
  return { pattern, patternErrorMessage };
}

/** A JSON Schema with a title and a description for people: of a live setting, and of its key in the config. */
export type SettingSchema = {
  readonly title: string;
  readonly description: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly propertyNames?: object;
  readonly additionalProperties?: SettingSchema | false;
  readonly required?: readonly string[];
  readonly items?: SettingSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly string[];
  /** One line for each value of `enum`. */
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** It may also be null. */
  readonly nullable?: true;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
};
