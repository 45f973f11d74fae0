import type { FieldMapping } from './contract.ts';

/** The file as written, once the schema has cut out what it refused. */
export interface Draft {
  readonly version?: 1;
  readonly source?: { readonly schema?: string; readonly timezone?: string };
  readonly mappings?: Readonly<Record<string, DraftMapping>>;
  readonly ignore?: Readonly<Record<string, string>>;
}

export interface DraftMapping {
  readonly into?: string;
  readonly from?: string;
  readonly sql?: string;
  readonly reads?: string | readonly string[];
  readonly where?: string;
  readonly key?: string | readonly string[];
  readonly ids?: 'made' | 'kept';
  readonly identity?: string;
  readonly foldKeys?: boolean;
  readonly fields?: Readonly<Record<string, string | FieldMapping>>;
  readonly ignore?: Readonly<Record<string, string>>;
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

export function fieldOf(value: string | FieldMapping): FieldMapping {
  return typeof value === 'string' ? { column: value } : value;
}
