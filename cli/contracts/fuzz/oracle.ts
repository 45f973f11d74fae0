import type { Conformity } from './conformity.ts';
import { type Answer, answerFor, codesIn, type Operation } from './document.ts';
import type { Reply, Sent } from './send.ts';

/** What is wrong with an answer. */
export interface Failure {
  /** Which promise is broken, e.g. `no 5xx`: finds of one operation and one promise and one place are the same find. */
  readonly promise: string;
  readonly says: string;
}

/** What only the inside of a service knows. */
const LEAKS = /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM) |\n\s+at .+:\d+|node_modules|sequelize/i;

/** Whether an answer keeps what the document promises of any answer, whatever was asked. */
export function brokenBy(operation: Operation, sent: Sent, reply: Reply, conformity: Conformity): Failure | undefined {
  const { status } = reply;
  if (status === 0) return { promise: 'an answer', says: `no answer: ${reply.text}` };
  if (status >= 500) return { promise: 'no 5xx', says: `it answered ${status}` };
  const answer = answerFor(operation, status);
  const isProblem = status >= 400;
  const declared = operation.responses[status] !== undefined;
  if (!answer || (!declared && !isProblem)) {
    return { promise: 'a declared status', says: `the document knows no ${status} here` };
  }
  return (
    brokenContent(answer, operation, reply, conformity) ??
    (isProblem ? brokenProblem(operation, sent, reply) : undefined)
  );
}

function brokenContent(
  answer: Answer,
  operation: Operation,
  reply: Reply,
  conformity: Conformity,
): Failure | undefined {
  const content = Object.entries(answer.content ?? {});
  const type = reply.headers['content-type']?.split(';')[0]?.trim() ?? '';
  for (const [name, { schema }] of Object.entries(answer.headers ?? {})) {
    const value = reply.headers[name.toLowerCase()];
    const wrong = value === undefined || !schema || '$ref' in schema ? [] : conformity(schema, value);
    if (wrong.length > 0) return { promise: 'headers as declared', says: `${name}: ${value} ${wrong.join(', ')}` };
  }
  if (content.length === 0) {
    return reply.text === '' ? undefined : { promise: 'no body', says: `there is a body where none is declared` };
  }
  const [, told] = content.find(([each]) => each === type || each === '*/*') ?? [];
  if (!told) {
    return {
      promise: 'a declared media type',
      says: `it is ${type || 'of no type'}, not ${content.map(([each]) => each).join(' or ')}`,
    };
  }
  if (!/[/+]json$/.test(type) || !told.schema) return undefined;
  if (reply.body === undefined) return { promise: 'JSON that can be read', says: 'the body is no JSON' };
  const wrong = conformity(told.schema, reply.body);
  const [first] = wrong;
  if (first === undefined) return undefined;
  return {
    promise: `a body as declared (${placeless(first)})`,
    says: `the body of ${operation.key} ${reply.status}: ${wrong.slice(0, 5).join('; ')}`,
  };
}

/** Which item it was does not make another mistake of it. */
function placeless(mistake: string): string {
  return mistake.replace(/\/\d+/g, '/*');
}

function brokenProblem(operation: Operation, sent: Sent, { status, body, text }: Reply): Failure | undefined {
  const { code = '', status: told } = Object(body) as { code?: string; status?: number };
  if (told !== status) return { promise: 'a problem that tells its status', says: `it says ${told}, and is ${status}` };
  const answers = [operation.responses[status], operation.responses.default].filter((each) => each !== undefined);
  const codes = answers.flatMap(codesIn);
  if (codes.length > 0 && !codes.includes(code)) {
    return { promise: 'a declared code', says: `the document knows no ${code} with ${status}: ${codes.join(', ')}` };
  }
  const { instance: _, ...rest } = Object(body) as Record<string, unknown>;
  const leak = LEAKS.exec(JSON.stringify(rest))?.[0];
  if (leak === undefined || echoes(sent, leak)) return undefined;
  return { promise: 'nothing of the inside', says: `it shows ${JSON.stringify(leak)} of ${text.length} bytes` };
}

function echoes({ url, body }: Sent, leak: string): boolean {
  return decodeURIComponent(url.replace(/%(?![0-9a-f]{2})/gi, '%25')).includes(leak) || (body?.includes(leak) ?? false);
}

const REFUSALS_OF_BUSINESS = [404, 409, 422];
/** What a good request is never refused with: it would not have been good. */
const OF_THE_FORM = ['validation_failed', 'malformed_json', 'malformed_request', 'invalid_query', 'invalid_header'];

/**
 * Whether good data was taken, or refused for a reason of business that the document names.
 * @param open whether the body has a place of which the document says nothing, where only the service knows what fits
 */
export function refusedWrongly(operation: Operation, reply: Reply, open: boolean): Failure | undefined {
  const { status } = reply;
  if (status < 400) return undefined;
  const { code = '', errors = [] } = Object(reply.body) as {
    code?: string;
    errors?: readonly { path: string; message: string }[];
  };
  const declared = operation.responses[status];
  const business = REFUSALS_OF_BUSINESS.includes(status) && declared && !OF_THE_FORM.includes(code);
  if (business && code !== 'reference_not_found' && code !== 'not_found') return undefined;
  if (open && code === 'validation_failed') return undefined;
  // A range outside of the content, which no document can tell.
  if (status === 416) return undefined;
  const told = errors.slice(0, 3).map(({ path, message }) => `${path} ${message}`);
  const places = errors.map(({ path }) => path.replace(/\/\d+/g, '/*'));
  return {
    promise: `good data is accepted (${[...new Set([code, ...places])].slice(0, 3).join(' ')})`,
    says: [`it answered ${status} ${code}`, ...told].join('; '),
  };
}

/** Whether what is wrong was refused, as the design has it. */
export function takenWrongly(reply: Reply, statuses: readonly number[]): Failure | undefined {
  if (statuses.includes(reply.status)) return undefined;
  const wanted = statuses.join(' or ');
  if (reply.status < 400) {
    return {
      promise: 'bad data is refused',
      says: `it was accepted with ${reply.status}, and should have been refused with ${wanted}`,
    };
  }
  return { promise: `refused with ${wanted}`, says: `it was refused with ${reply.status}` };
}
