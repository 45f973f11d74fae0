/** As much of an OpenAPI 3.1 document as the explorer needs; what a fleet's gateway tells. */
export interface OpenApi {
  readonly paths?: Readonly<Record<string, Record<string, unknown>>>;
  readonly components?: unknown;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface RawOperation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Body | { readonly $ref: string };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface Body {
  readonly content: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
}

export interface Operation {
  /** e.g. `POST /api/v1/orders`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  /** Of the first way in that it accepts. */
  readonly scopes: readonly string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function operationsOf(api: OpenApi): Operation[] {
  return Object.entries(api.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): Operation[] => {
      const raw = item[method] as RawOperation | undefined;
      if (!raw) return [];
      const shared = (item.parameters ?? []) as RawOperation['parameters'];
      const parameters = [...(shared ?? []), ...(raw.parameters ?? [])].map((each) => resolve<Parameter>(api, each));
      return [
        {
          id: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          tag: raw.tags?.[0] ?? 'other',
          summary: raw.summary ?? path,
          description: raw.description ?? '',
          parameters,
          body: raw.requestBody && resolve<Body>(api, raw.requestBody),
          scopes: [...new Set((raw.security ?? []).flatMap((way) => Object.values(way).flat()))],
        },
      ];
    }),
  );
}

/** What a reference within the document leads to (RFC 6901, as far as names are plain). */
export function resolve<T>(api: OpenApi, value: T | { readonly $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value) || typeof value.$ref !== 'string') {
    return value as T;
  }
  const found = value.$ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name.replaceAll('~1', '/')], api);
  return (found ?? {}) as T;
}
