import type { ObjectSchema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';
import type { Field } from '../model.ts';

/** What fields of every type have. */
export type FieldBase = Pick<Field, 'name' | 'column' | 'required' | 'unique' | 'readOnly'>;

/** What the config says of a field beside that, as far as the schema lets it pass. */
export type FieldSettings<F extends Field> = Partial<Omit<F, keyof FieldBase | 'type'>>;

/** All that the config knows of one type of field. A new type is such a file and a line in index.ts. */
export interface FieldType<F extends Field, Settings = FieldSettings<F>> {
  /** The keys it may have, without `type`. */
  readonly schema: ObjectSchema;
  /** What a schema cannot say; paths start at the field. */
  check?(settings: Settings, base: Pick<FieldBase, 'required' | 'unique'>): Iterable<Mistake>;
  /** @param within the service that has the field */
  resolve(base: FieldBase, settings: Settings, within: string): F;
}
