/** What is read of JSON Schema, as OpenAPI 3.1 has it, with the keywords of ours that say what it cannot. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly 'x-minimum'?: string;
  readonly 'x-maximum'?: string;
  readonly 'x-instant'?: boolean;
  readonly 'x-read-only'?: boolean;
}

export interface Parameter {
  readonly in: 'query' | 'path' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
  /** Of a list in a query: whether each value has the name again; otherwise commas stand between. */
  readonly explode?: boolean;
}

export interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly headers?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  /** e.g. `POST /api/v1/orders`. */
  readonly key: string;
  readonly method: string;
  /** e.g. `/api/v1/orders/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly mediaType: string; readonly schema: Schema } | undefined;
  /** By status, and `default`. */
  readonly responses: Readonly<Record<string, Answer>>;
  /** Whether a token is needed. */
  readonly guarded: boolean;
}

/** An OpenAPI document as a service tells it. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface RawOperation {
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security?: readonly object[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Every operation of a document, its references to parameters, headers and the outermost schema of a body followed. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) => {
    const common = (item.parameters ?? []) as readonly object[];
    return METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const { parameters = [], requestBody, responses, security = [] } = item[method] as RawOperation;
      const [body] = Object.entries(requestBody?.content ?? {});
      return {
        key: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: [...parameters, ...common].map((each) => followed<Parameter>(document, each)),
        body: body && { mediaType: body[0], schema: followed<Schema>(document, body[1].schema) },
        responses: Object.fromEntries(
          Object.entries(responses).map(([status, answer]) => [status, followed<Answer>(document, answer)]),
        ),
        guarded: security.length > 0,
      };
    });
  });
}

/** What a `$ref` leads to, or the thing itself. @throws RangeError for one that leads nowhere */
export function followed<T extends object>(document: Document, thing: object): T {
  let found = thing as T & { readonly $ref?: string };
  for (let steps = 0; found.$ref !== undefined; steps += 1) {
    const { $ref } = found;
    let at: unknown = document;
    for (const step of $ref.replace(/^#\//, '').split('/')) {
      at = Object(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    if (typeof at !== 'object' || at === null || steps > 100) throw new RangeError(`${$ref} leads nowhere`);
    found = at as typeof found;
  }
  return found;
}

/** What the document says of a status. */
export function answerFor({ responses }: Operation, status: number): Answer | undefined {
  return responses[status] ?? responses.default;
}

/** The problem codes that a description names, each between backticks. */
export function codesIn({ description }: Answer): string[] {
  return [...description.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => code);
}

/** `/api/v1/orders` of `/api/v1/orders/{id}/lines`; undefined without a parameter in the path. */
export function collectionOf(path: string): string | undefined {
  return path.includes('/{') ? path.slice(0, path.indexOf('/{')) : undefined;
}

/** The types that a value may have, `null` among them. */
export function typesOf({ type }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}
