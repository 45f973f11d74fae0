import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { type FieldError, fieldErrors, Problem, type ProblemCode, type SchemaViolation } from '../errors/index.ts';
import { KEYWORDS } from './keywords.ts';

/** What OpenAPI adds to JSON Schema and validation has nothing to say about. */
const ANNOTATIONS = ['example', 'discriminator', 'xml', 'externalDocs'];

const OPTIONS: Options = {
  useDefaults: true,
  removeAdditional: false,
  // What is misspelt is found by strict mode; to check schemas against the meta-schema takes longer than to compile them.
  strict: true,
  meta: false,
  validateSchema: false,
  allowUnionTypes: true,
  keywords: [...ANNOTATIONS, ...KEYWORDS],
  formats: { decimal: true },
};

/** Which error a request part that does not match its schema makes; an id of another form names nothing that exists. */
const CODE_OF_PART: Readonly<Record<string, ProblemCode>> = {
  body: 'validation_failed',
  querystring: 'invalid_query',
  headers: 'invalid_header',
  params: 'not_found',
};

/** As Fastify calls it; its own types say `any`. */
type BuildValidator = (
  externalSchemas: Record<string, object>,
) => (route: { schema: object; httpPart?: string }) => (data: unknown) => true | { error: unknown[] };

/** Values in a body of which all mistakes are told; of a larger one the first, because each costs as much as a request. */
const SMALL = 1_000;

/**
 * Compiles the schemas of routes. In a body nothing is coerced: `"7"` is no number. In a URL or a header all is text, so there it is.
 * A validator is compiled when a request first needs it: most of a service's start would go into it otherwise.
 */
export const buildValidator: BuildValidator = (externalSchemas) => {
  const compiler = (options: Options) => lazily(() => createAjv({ ...OPTIONS, ...options }, externalSchemas));
  const compilers = {
    body: { quick: compiler({}), thorough: compiler({ allErrors: true, verbose: true }) },
    rest: {
      quick: compiler({ coerceTypes: true }),
      thorough: compiler({ coerceTypes: true, allErrors: true, verbose: true }),
    },
  };
  return ({ schema: written, httpPart }) => {
    const schema = httpPart === 'headers' ? asNodeSpells(written) : written;
    const { quick, thorough } = compilers[httpPart === 'body' ? 'body' : 'rest'];
    const matches = lazily(() => quick().compile(schema));
    const mistakes = lazily(() => thorough().compile(schema));
    const numbers = httpPart === 'querystring' ? wholeNumbersIn(schema) : [];
    return (data) => {
      const written = numbers.filter((name) => !isWholeNumber((data as Record<string, unknown>)[name]));
      if (written.length > 0) return { error: written.map(noWholeNumber) };
      if (matches()(data) === true) return true;
      const validate = isSmall(data) ? mistakes() : matches();
      validate(data);
      return { error: validate.errors as unknown[] };
    };
  };
};

const ownData = lazily(() => createAjv({ ...OPTIONS, allErrors: true, verbose: true }, {}));

/** For data that comes from the service itself: as for a body, and with every mistake. Compiled when it is first needed. */
export function mistakesBy(schema: object): (data: unknown) => readonly FieldError[] {
  const validator = lazily(() => ownData().compile(schema));
  return (data) => {
    const validate = validator();
    return validate(data) ? [] : fieldErrors((validate.errors ?? []) as readonly SchemaViolation[]);
  };
}

/** The problem that tells a client what does not match. */
export function validationProblem(violations: readonly SchemaViolation[], part: string): Problem {
  const code = CODE_OF_PART[part] ?? 'validation_failed';
  return new Problem(code, code === 'not_found' ? {} : { errors: fieldErrors(violations) });
}

/** Node gives the names of headers in small letters; with a compiler of one's own, Fastify leaves those of the schema as they are. */
function asNodeSpells(headers: { readonly properties?: object; readonly required?: readonly string[] }): object {
  const properties = Object.entries(headers.properties ?? {}).map(([name, each]) => [name.toLowerCase(), each]);
  const required = headers.required?.map((name) => name.toLowerCase());
  return { ...headers, properties: Object.fromEntries(properties), ...(required && { required }) };
}

/** Ajv also takes `1e1` and `0x1` for numbers, and lists do not. */
function wholeNumbersIn({ properties = {} }: { readonly properties?: object }): string[] {
  const all = Object.entries(properties) as [string, { readonly type?: unknown }][];
  return all.filter(([, { type }]) => type === 'integer').map(([name]) => name);
}

function isWholeNumber(text: unknown): boolean {
  return typeof text !== 'string' || /^-?\d+$/.test(text);
}

function noWholeNumber(name: string): object {
  return {
    instancePath: `/${name}`,
    keyword: 'type',
    params: { type: 'integer' },
    message: 'must be integer',
  };
}

function isSmall(data: unknown): boolean {
  let left = SMALL;
  const count = (value: unknown): boolean => {
    left -= 1;
    if (left < 0) return false;
    return typeof value !== 'object' || value === null || Object.values(value).every(count);
  };
  return count(data);
}

function createAjv(options: Options, externalSchemas: Record<string, object>): Ajv {
  const ajv = new Ajv(options);
  addFormats.default(ajv);
  for (const schema of Object.values(externalSchemas)) ajv.addSchema(schema);
  return ajv;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
