import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { OpenApiDocument } from '../../app/index.ts';
import { buildValidator } from '../../app/validation.ts';
import type { SchemaViolation } from '../../errors/index.ts';
import { parametersOf, type QuerySchema } from './parameters.ts';

/** What does not match; empty: all does. */
export type Check = (data: unknown) => readonly SchemaViolation[];

/** What a service takes at one path by one method. */
export interface Operation {
  readonly path: Check | undefined;
  readonly query: (QuerySchema & { readonly check: Check }) | undefined;
  readonly headers: Check | undefined;
  readonly body: { readonly required: boolean; readonly types: ReadonlyMap<string, Check> } | undefined;
}

export interface Found {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

type Schema = Readonly<Record<string, unknown>>;
type Members = Readonly<Record<string, Schema>>;

/** As long as the services take one. */
const MAX_PARAMETER = 512;
/** In the document; and as the compiler knows it, which takes no documents but only schemas. */
const SHARED = /"\$ref":"#\/components\/schemas\/([^"/]+)/g;
const idOf = (name: string) => `urn:aurora:schema:${name}`;
const METHODS: readonly HTTPMethod[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const nothing = () => undefined;

/**
 * What a service takes, by its OpenAPI document. Each operation is compiled once, when a request first needs it, by the very compiler
 * that the services have.
 */
export class Contract {
  readonly #router = findMyWay({ maxParamLength: MAX_PARAMETER });
  readonly #document: OpenApiDocument;
  readonly #compile: ReturnType<typeof buildValidator>;
  readonly #onBroken: (where: string, error: unknown) => void;

  /** @param onBroken told of what cannot be understood: there nothing is checked */
  constructor(document: OpenApiDocument, onBroken: (where: string, error: unknown) => void) {
    this.#document = document;
    this.#onBroken = onBroken;
    const { schemas = {} } = (document.components ?? {}) as { readonly schemas?: Members };
    const shared = Object.entries(schemas).map(([name, schema]) => [name, { ...standalone(schema), $id: idOf(name) }]);
    this.#compile = buildValidator(Object.fromEntries(shared));
    for (const [path, item] of Object.entries((document.paths ?? {}) as Members)) this.#add(path, item);
  }

  /** @param path as the service knows it, without the query */
  find(method: string, path: string): Found | undefined {
    const found = this.#router.find(method as HTTPMethod, path) ?? undefined;
    return found && { operation: found.store(), parameters: found.params };
  }

  #add(path: string, item: Schema): void {
    const names: string[] = [];
    // By number, for a router knows fewer names than OpenAPI.
    const pattern = path.replace(/\{([^}]*)\}/g, (_braces, name: string) => `:p${names.push(name) - 1}`);
    for (const method of METHODS) {
      // Whoever answers GET answers HEAD.
      const operation = item[method.toLowerCase()] ?? (method === 'HEAD' ? item.get : undefined);
      if (operation === undefined) continue;
      const where = `${method} ${path}`;
      try {
        this.#router.on(
          method,
          pattern,
          nothing,
          lazily(() => this.#operation(where, item, operation as Schema, names)),
        );
      } catch (error) {
        this.#onBroken(where, error);
      }
    }
  }

  #operation(where: string, item: Schema, operation: Schema, names: readonly string[]): Operation {
    const resolve = (part: unknown) => this.#resolve(part);
    const { path, query, headers } = parametersOf([item.parameters, operation.parameters], names, resolve);
    const check = (part: string, schema: Schema | undefined) =>
      schema && this.#check(`${part} of ${where}`, part, schema);
    const body = this.#resolve(operation.requestBody);
    return {
      path: check('params', path),
      query: query && { ...query, check: this.#check(`query of ${where}`, 'querystring', query.schema) },
      headers: check('headers', headers),
      body: body && {
        required: body.required === true,
        types: new Map(
          Object.entries((body.content ?? {}) as Members).map(([type, { schema = {} }]) => [
            type.toLowerCase(),
            this.#check(`${type} of ${where}`, 'body', schema as Schema),
          ]),
        ),
      },
    };
  }

  #check(where: string, httpPart: string, schema: Schema): Check {
    const validate = this.#compile({ schema: standalone(schema), httpPart });
    let broken = false;
    return (data) => {
      if (broken) return [];
      try {
        const result = validate(data);
        return result === true ? [] : (result.error as SchemaViolation[]);
      } catch (error) {
        broken = true;
        this.#onBroken(where, error);
        return [];
      }
    };
  }

  /** What a reference into the same document leads to. */
  #resolve(part: unknown): Schema | undefined {
    let found = part as Schema | undefined;
    for (let step = 0; typeof found?.$ref === 'string' && step < MAX_STEPS; step++) {
      const segments = found.$ref.slice('#/'.length).split('/');
      found = segments.reduce<unknown>((at, segment) => Object(at)[segment], this.#document) as Schema | undefined;
    }
    return found;
  }
}

/** A schema that finds others without the document around it. */
function standalone(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replace(SHARED, (_reference, name: string) => `"$ref":"${idOf(name)}#`));
}

/** More is a circle. */
const MAX_STEPS = 10;

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
