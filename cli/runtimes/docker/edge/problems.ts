import { STATUS_CODES } from 'node:http';
import { SECURITY_HEADERS } from '../../../../shared/app/security-headers.ts';
import { UNREACHED_HEADER } from '../../../../shared/context/index.ts';
import { PROBLEM_JSON, Problem, type ProblemCode, problemDocument } from '../../../../shared/errors/index.ts';

/** What HAProxy says of a request that it could not read, before it knows anything of it: without an id, for it makes none so early. */
const UNREAD: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  408: 'request_timeout',
  // A Transfer-Encoding that it cannot undo: 422 in some versions, 501 in others.
  422: 'malformed_request',
  501: 'malformed_request',
  431: 'headers_too_large',
};

/** What it says where a service gave no answer; `%[…]` is HAProxy's. */
const UNANSWERED: Readonly<Record<number, { code: ProblemCode; detail: string }>> = {
  500: { code: 'internal', detail: 'Something went wrong inside the edge.' },
  502: { code: 'upstream_failed', detail: '%[var(txn.service)] broke the connection off before it answered.' },
  503: { code: 'unavailable', detail: '%[var(txn.service)] cannot be reached.' },
  504: { code: 'upstream_timeout', detail: '%[var(txn.service)] did not answer in time.' },
};

/** Seconds after which a container has usually come back. */
const RETRY_AFTER = 1;

/** Whole answers, by the name of their file. */
export function problemFiles(): ReadonlyMap<string, string> {
  return new Map(Object.entries(UNREAD).map(([status, code]) => [fileOf(status), unread(Number(status), code)]));
}

/** The lines of the configuration that put problem documents in the place of HAProxy's pages. */
export function problemLines(folder: string): string[] {
  return [
    ...Object.keys(UNREAD).flatMap((status) => {
      const line = `errorfile ${status} ${folder}/${fileOf(status)}`;
      // Older versions answer 400 to what is too large, and refuse a file for 431.
      return status === '431' ? ['.if version_atleast(3.2)', line, '.endif'] : [line];
    }),
    ...Object.entries(UNANSWERED).map(([status, { code, detail }]) => unanswered(Number(status), code, detail)),
  ];
}

function fileOf(status: string): string {
  return `${status}.http`;
}

function unread(status: number, code: ProblemCode): string {
  const { correlationId: _, ...document } = problemDocument(new Problem(code), { instance: '/', correlationId: '' });
  const body = JSON.stringify({ ...document, status });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function unanswered(status: number, code: ProblemCode, detail: string): string {
  const again = status === 502 || status === 503 ? ` hdr Retry-After ${RETRY_AFTER}` : '';
  return `http-error ${answer(status, code, detail)}${again}`;
}

/** For other services: they may send again what has not got anywhere, and leave a service alone that cannot be reached. */
export function unreachedLine(): string {
  const { code, detail } = UNANSWERED[503] as { code: ProblemCode; detail: string };
  return `${unanswered(503, code, detail)} hdr ${UNREACHED_HEADER} 1`;
}

/** The rule that answers who asks for a colour of a service that the edge does not have. */
export function unknownPreviewLine(): string {
  const detail = 'There is no such service here, or no such colour: /<service>/<blue or green>/ begins a path.';
  return `http-request return ${answer(404, 'not_found', detail)}`;
}

/** A problem document of one request. */
function answer(status: number, code: ProblemCode, detail: string): string {
  const id = '%[var(txn.correlation)]';
  const document = problemDocument(new Problem(code, { detail }), {
    instance: '%[var(txn.path),json(utf8s)]',
    correlationId: id,
  });
  const secure = Object.entries(SECURITY_HEADERS).map(([name, value]) => ` hdr ${name} "${value}"`);
  // Quoted as one word, in which only `%[…]` is not taken as it stands.
  const body = `'${JSON.stringify(document)}'`;
  return `status ${status} content-type ${PROBLEM_JSON} lf-string ${body} hdr X-Correlation-Id ${id}${secure.join('')}`;
}
