/** How many rows each entity is to have, by its name (PascalCase), which is the only one in the fleet. */
export type Scale = Readonly<Record<string, number>>;

/** What rows of one entity are made from, as the config says it. */
export interface Factory {
  /** PascalCase, e.g. `Order`. */
  readonly entity: string;
  /** camelCase plural: ids are made from it, and commands found by it. */
  readonly plural: string;
  readonly fields: readonly SeedField[];
  /** Names of fields that no two rows may have the same values of together; of one where it is unique by itself. */
  readonly unique: readonly (readonly string[])[];
}

interface Named {
  /** camelCase, as in JSON. */
  readonly name: string;
  /** It may be left out. */
  readonly optional?: true;
}

export type SeedField = Named & (SeedValue | SeedReference);

/** A field that leads to rows of an entity. */
export interface SeedReference {
  readonly type: 'reference';
  readonly service: string;
  /** PascalCase. */
  readonly entity: string;
  readonly plural: string;
  /** It holds a list of ids. */
  readonly many?: true;
}

export type SeedValue =
  | SeedScalar
  | { readonly type: 'json' }
  | {
      readonly type: 'array';
      readonly items: SeedScalar;
      readonly minItems: number;
      readonly maxItems: number;
      readonly uniqueItems: boolean;
    };

export type SeedScalar =
  | { readonly type: 'string'; readonly minLength?: number; readonly maxLength: number; readonly shape?: PatternShape }
  | { readonly type: 'text' | 'boolean' | 'datetime' | 'uuid' }
  | { readonly type: 'integer' | 'bigint'; readonly min?: number; readonly max?: number }
  | {
      readonly type: 'decimal';
      readonly precision: number;
      readonly scale: number;
      readonly min?: string;
      readonly max?: string;
    }
  | { readonly type: 'date'; readonly min?: string; readonly max?: string }
  | { readonly type: 'email' | 'url'; readonly maxLength: number }
  | { readonly type: 'enum'; readonly values: readonly string[] };

/** What texts that match a pattern are made of. */
export interface PatternShape {
  /** Texts have to match it in the end: what no shape can say (lookarounds) is tried. */
  readonly pattern: string;
  readonly of: TextShape;
}

export type TextShape =
  | string
  /** One of these characters. */
  | { readonly chars: string }
  | { readonly all: readonly TextShape[] }
  | { readonly any: readonly TextShape[] }
  | { readonly times: TextShape; readonly min: number; readonly max: number };

/** The values of a field, each under a number of its own from 0 on. */
export interface Values {
  /** How many there are; `Number.MAX_SAFE_INTEGER` where nobody gets that far. */
  readonly size: number;
  /** From how many of them rows take theirs where they need not differ. */
  readonly usual: number;
  /** Two numbers may stand for the same value. */
  readonly repeats?: true;
  /** The value of a number below `size`. */
  at(index: number): unknown;
}
