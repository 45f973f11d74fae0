import type { Change, Direction } from './change.ts';
import { type RuleId, ruleOf } from './rules.ts';
import { compareSchemas, type References, type Schema } from './schemas.ts';

interface Parameter {
  readonly $ref?: string;
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Answer {
  readonly headers?: Readonly<Record<string, { readonly $ref?: string; readonly schema?: Schema }>>;
  readonly content?: Content;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, Answer>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** An OpenAPI 3.1 document, as far as it is compared. */
export interface OpenApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: unknown;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** What of a service's HTTP interface is otherwise. Texts for people, names of components and the order of things are no matter. */
export function compareOpenApi(service: string, before: OpenApi, after: OpenApi): readonly Change[] {
  const [old, now] = [operationsOf(before), operationsOf(after)];
  const references = { before: finderIn(before), after: finderIn(after) };
  const add = (operation: string) => (rule: RuleId, path: string, what: string) =>
    changes.push(changeOf({ rule, area: 'openapi', service, operation, path, what }));
  const changes: Change[] = [];
  for (const [key, { name, operation }] of old) {
    const next = now.get(key);
    if (next) compareOperation(operation, next.operation, references, add(name));
    else add(name)('operation-removed', '', 'no longer served');
  }
  for (const [key, { name }] of now) if (!old.has(key)) add(name)('operation-added', '', 'served');
  return changes;
}

/** A change as its rule tells it. */
export function changeOf(change: Omit<Change, 'severity' | 'why' | 'next'>): Change {
  const { severity, why, next = null } = ruleOf(change.rule);
  return { severity, ...change, why, next };
}

/** By method and path; what parameters of a path are called is no matter. */
export function operationsOf(
  document: OpenApi,
): ReadonlyMap<string, { readonly name: string; readonly operation: Operation }> {
  const find = finderIn(document);
  const all = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const own = item[method] as Operation;
      const shared = (item.parameters ?? []) as readonly Parameter[];
      const parameters = [...shared, ...(own.parameters ?? [])].map((each) =>
        each.$ref === undefined ? each : (find(each.$ref) as unknown as Parameter),
      );
      const name = `${method.toUpperCase()} ${path}`;
      return [name.replace(/\{[^}]+\}/g, '{}'), { name, operation: { ...own, parameters } }] as const;
    }),
  );
  return new Map(all);
}

type Add = (rule: RuleId, path: string, what: string) => void;

function compareOperation(before: Operation, after: Operation, references: References, add: Add): void {
  const schemas = (direction: Direction, old: Schema | undefined, now: Schema | undefined, where: string) => {
    for (const { rule, path, what } of compareSchemas(old ?? {}, now ?? {}, direction, references)) {
      add(rule, `${where}${path && ` ${path}`}`, what);
    }
  };
  compareScopes(before, after, add);
  compareParameters(before, after, add, schemas);
  compareBodies(before, after, add, schemas);
  compareAnswers(before, after, references, add, schemas);
}

type CompareSchemas = (direction: Direction, old: Schema | undefined, now: Schema | undefined, where: string) => void;

/** Each entry is one way to be let in; who came in by one must still. */
function compareScopes({ security: old = [] }: Operation, { security: now = [] }: Operation, add: Add): void {
  const isEnough = (way: Readonly<Record<string, readonly string[]>>, asked: typeof old) =>
    asked.length === 0 ||
    asked.some((each) =>
      Object.entries(each).every(
        ([scheme, scopes]) => scopes.every((scope) => way[scheme]?.includes(scope)) && scheme in way,
      ),
    );
  const tell = (ways: typeof old) =>
    ways.length === 0
      ? 'none'
      : ways.map((way) => Object.values(way).flat().join(' and ') || Object.keys(way).join()).join(' or ');
  const what = `needed is ${tell(now)}, and was ${tell(old)}`;
  const ways = old.length === 0 ? [{}] : old;
  if (!ways.every((way) => isEnough(way, now))) add('scope-needed', 'token', what);
  else if (!(now.length === 0 ? [{}] : now).every((way) => isEnough(way, old))) add('scope-dropped', 'token', what);
}

function compareParameters(before: Operation, after: Operation, add: Add, schemas: CompareSchemas): void {
  const [old, now] = [parametersOf(before), parametersOf(after)];
  for (const [key, parameter] of old) {
    const next = now.get(key);
    if (!next) {
      add('parameter-removed', key, 'no longer taken');
      continue;
    }
    if (next.required && !parameter.required) add('parameter-needed', key, 'must be given');
    if (!next.required && parameter.required) add('parameter-optional', key, 'may be left out');
    schemas('request', parameter.schema, next.schema, key);
  }
  for (const [key, { required }] of now) {
    if (!old.has(key))
      add(required ? 'parameter-needed' : 'parameter-added', key, required ? 'must be given' : 'may be given');
  }
}

/** Those of the path by their place. */
function parametersOf({ parameters = [] }: Operation): ReadonlyMap<string, Parameter> {
  let place = 0;
  return new Map(
    parameters.map((each) => {
      if (each.in === 'path') return [`parameter ${++place} of the path`, each];
      return [`${each.in} ${each.in === 'header' ? each.name.toLowerCase() : each.name}`, each];
    }),
  );
}

function compareBodies(
  { requestBody: old }: Operation,
  { requestBody: now }: Operation,
  add: Add,
  schemas: CompareSchemas,
): void {
  const where = 'request body';
  if (old && !now) add('body-removed', where, 'no longer taken');
  if (!now) return;
  if (now.required && !old?.required) add('body-needed', where, 'must be sent');
  if (!now.required && (old?.required ?? true)) add('body-optional', where, 'may be left out');
  if (!old) return;
  compareContent(old.content, now.content, where, ['media-removed', 'media-added'], add, (a, b) =>
    schemas('request', a, b, where),
  );
}

function compareContent(
  old: Content = {},
  now: Content = {},
  where: string,
  [removed, added]: readonly [RuleId, RuleId],
  add: Add,
  compare: (old: Schema | undefined, now: Schema | undefined) => void,
): void {
  for (const type of Object.keys(old)) {
    if (type in now) compare(old[type]?.schema, now[type]?.schema);
    else add(removed, where, type);
  }
  for (const type of Object.keys(now)) if (!(type in old)) add(added, where, type);
}

function compareAnswers(
  { responses: old = {} }: Operation,
  { responses: now = {} }: Operation,
  references: References,
  add: Add,
  schemas: CompareSchemas,
): void {
  for (const [status, answer] of Object.entries(old)) {
    const where = `answer ${status}`;
    const next = now[status];
    if (!next) {
      add(isProblem(status) ? 'problem-removed' : 'status-removed', where, 'no longer given');
      continue;
    }
    compareContent(answer.content, next.content, where, ['content-removed', 'content-added'], add, (a, b) =>
      schemas('answer', a, b, where),
    );
    compareHeaders(answer, next, where, references, add, schemas);
  }
  for (const status of Object.keys(now)) {
    if (!(status in old)) add(isProblem(status) ? 'problem-added' : 'status-added', `answer ${status}`, 'may be given');
  }
}

function compareHeaders(
  before: Answer,
  after: Answer,
  where: string,
  references: References,
  add: Add,
  schemas: CompareSchemas,
): void {
  const [old, now] = [headersOf(before, references.before), headersOf(after, references.after)];
  for (const [name, schema] of old) {
    const next = now.get(name);
    if (next) schemas('answer', schema, next, `${where} header ${name}`);
    else add('header-removed', where, name);
  }
  for (const name of now.keys()) if (!old.has(name)) add('header-added', where, name);
}

function headersOf({ headers = {} }: Answer, find: (reference: string) => Schema): ReadonlyMap<string, Schema> {
  return new Map(
    Object.entries(headers).map(([name, header]) => {
      const { schema = {} } = header.$ref === undefined ? header : (find(header.$ref) as { schema?: Schema });
      return [name.toLowerCase(), schema];
    }),
  );
}

function isProblem(status: string): boolean {
  return status === 'default' || /^[45]/.test(status);
}

/** What a reference within the document leads to. */
function finderIn(document: OpenApi): (reference: string) => Schema {
  return (reference) => {
    const way = reference.replace(/^#\//, '').split('/');
    let found: unknown = document;
    for (const part of way) {
      found = (Object(found) as Record<string, unknown>)[
        decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      ];
    }
    return Object(found) as Schema;
  };
}
