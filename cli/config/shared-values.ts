import type { FieldConfig } from './draft.ts';

/** An enum that names a shared one, also as the items of a list, gets its values. */
export function withSharedValues(field: FieldConfig, enums: Readonly<Record<string, readonly string[]>>): FieldConfig {
  const filled = (of: FieldConfig): FieldConfig =>
    of.type === 'enum' && typeof of.enum === 'string' ? { ...of, values: enums[of.enum] } : of;
  const { of } = field;
  return typeof of === 'object' && of !== null ? { ...field, of: filled(of as FieldConfig) } : filled(field);
}
