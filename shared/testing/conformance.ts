import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { KEYWORDS } from '../app/keywords.ts';

/** An answer as it came over the wire, and what was asked. */
export interface Exchange {
  readonly method: string;
  /** A path, with its query or without. */
  readonly url: string;
  readonly status: number;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Answer {
  readonly $ref?: string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly responses?: Record<string, Answer> }>>>>;
}

/** Headers that tell a client something, so a document has to name them where they are sent. */
const TOLD = ['etag', 'location', 'content-range', 'content-disposition', 'idempotency-replayed'];

/** What of an answer is not as the document says; a sentence each, with where. */
export type Conformance = (exchange: Exchange) => readonly string[];

/**
 * Holds answers to an OpenAPI 3.1 document: the status, which codes of problems it comes with, the content type, headers and the body.
 * Of what the document does not know (`/metrics`, paths that are not there, methods that a path does not take) it says nothing.
 */
export function conformanceTo(document: object): Conformance {
  const operationOf = finderOf(document as Document);
  const validator = new Ajv2020({ strict: false, allErrors: true, keywords: KEYWORDS, formats: { decimal: true } });
  addFormats.default(validator as never);
  validator.addSchema(document, ROOT);
  const mistakes = (at: readonly string[], value: unknown, where: string): string[] => {
    const validate = validator.getSchema(`${ROOT}#/${at.map(escaped).join('/')}`);
    if (!validate) throw new Error(`the document has no ${at.join(' ')}`);
    // Instants are written anew by validation; what is held to the document stays as it was sent.
    if (validate(structuredClone(value)) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const { additionalProperty } = params as { additionalProperty?: string };
      const named = additionalProperty === undefined ? '' : `: ${additionalProperty}`;
      return `${where}${instancePath} ${message}${named}`;
    });
  };

  return ({ method, url, status, headers, body }) => {
    const found = operationOf(method, url);
    if (!found) return [];
    const { path, responses } = found;
    const key = String(status) in responses ? String(status) : 'default';
    const answer = responses[key];
    // `default` tells of problems; that all is well has to be said of each status.
    if (!answer || (key === 'default' && status < 400)) {
      return [`status ${status} is not declared; declared are ${Object.keys(responses).join(', ')}`];
    }
    const at = ['paths', path, method.toLowerCase(), 'responses', key];
    const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    return [
      ...headerMistakes(answer, headers, (name, value) => mistakes([...at, 'headers', name, 'schema'], value, name)),
      ...bodyMistakes(answer, { method, type, body }, (value) =>
        mistakes([...at, 'content', type, 'schema'], value, 'body'),
      ),
      ...(status >= 400 ? undeclaredCode(answer, key, body) : []),
    ];
  };

  function headerMistakes(
    { headers: declared = {} }: Answer,
    sent: Exchange['headers'],
    check: (name: string, value: unknown) => string[],
  ): string[] {
    const names = Object.keys(declared);
    const known = names.map((name) => name.toLowerCase());
    const undeclared = TOLD.filter((name) => sent[name] !== undefined && !known.includes(name));
    return [
      ...undeclared.map((name) => `header ${name} is not declared`),
      ...names.flatMap((name) => {
        const value = sent[name.toLowerCase()];
        const declaration = declared[name] as { $ref?: string; required?: boolean };
        if (value === undefined) return declaration.required ? [`header ${name} is missing`] : [];
        // A component of all answers, held to the document where it stands.
        return declaration.$ref === undefined ? check(name, value) : mistakes(pointed(declaration.$ref), value, name);
      }),
    ];
  }
}

const ROOT = 'https://document.invalid/openapi';

/** `#/components/headers/X` → the way to its schema. */
function pointed(reference: string): string[] {
  return [...reference.slice('#/'.length).split('/'), 'schema'];
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function bodyMistakes(
  { content }: Answer,
  { method, type, body }: { readonly method: string; readonly type: string; readonly body: string },
  check: (value: unknown) => string[],
): string[] {
  if (content === undefined) return body === '' ? [] : ['there is a body, and none is declared'];
  // Nothing to say at all is the answer to HEAD alone.
  if (method === 'HEAD') return [];
  const declared = content[type];
  if (!declared) {
    const types = Object.keys(content);
    if (types.includes('*/*') || types.includes('application/octet-stream')) return [];
    return [`content type ${type || '(none)'} is not declared; declared are ${types.join(', ')}`];
  }
  if (!type.endsWith('json') || declared.schema === undefined) return [];
  try {
    return check(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return [`body is no JSON: ${error.message}`];
    throw error;
  }
}

/** A document lists the codes of a problem in the description of its status. */
function undeclaredCode({ description = '' }: Answer, key: string, body: string): string[] {
  const declared = [...description.matchAll(/`(\w+)`/g)].map(([, code]) => code);
  const { code } = readObject(body);
  if (typeof code !== 'string' || declared.length === 0 || declared.includes(code)) return [];
  return [`problem \`${code}\` is not declared under ${key}; declared are ${declared.join(', ')}`];
}

function readObject(text: string): { readonly code?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    // That it is no JSON has been told as a mistake of the body.
    return {};
  }
}

/** Paths without parameters come first, as in the router. */
function finderOf({ paths = {} }: Document) {
  const known = Object.entries(paths)
    .map(([path, item]) => ({
      path,
      item,
      pattern: new RegExp(
        `^${path
          .split(/\{[^}]+\}/)
          .map((part) => part.replace(/[^\w/]/g, '\\$&'))
          .join('[^/]+')}$`,
      ),
    }))
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
  return (method: string, url: string) => {
    const path = url.split(/[?#]/, 1)[0] ?? '';
    const found = known.find(({ pattern, item }) => pattern.test(path) && method.toLowerCase() in item);
    const operation = found?.item[method === 'HEAD' ? 'get' : method.toLowerCase()];
    return found && operation && { path: found.path, responses: operation.responses ?? {} };
  };
}
