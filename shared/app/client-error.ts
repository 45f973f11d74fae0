import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newCorrelationId } from '../context/index.ts';
import { PROBLEM_JSON, Problem, type ProblemCode, problemDocument } from '../errors/index.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** An `import` of the module would read every export, and one of them is a getter that loads a second undici for nothing. */
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers a request that died in the HTTP parser, where no route, hook or handler ever sees it, and closes its connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  const before = answering(socket);
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || before?.headersSent) {
    socket.destroy();
    return;
  }
  if (before?.req.complete) {
    // What is broken comes after a request that has yet to be answered: that answer is the last one.
    before.shouldKeepAlive = false;
    return;
  }
  const { status, headers, body } = answerOf(CODES[error.code ?? ''] ?? 'malformed_request');
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`];
  for (const [name, value] of Object.entries(headers)) head.push(`${name}: ${value}`);
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** The answer that has the connection now: to the request in which it broke, or to one before it. */
function answering(socket: Socket): ServerResponse | null {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? null;
}

/** Answers a request that expects something other than `100-continue`: Node itself would send a bare 417. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answerOf('expectation_failed');
  response.writeHead(status, headers).end(body);
}

function answerOf(code: ProblemCode) {
  const problem = new Problem(code);
  const correlationId = newCorrelationId();
  const body = JSON.stringify(problemDocument(problem, { instance: '/', correlationId }));
  const headers = {
    'Content-Type': PROBLEM_JSON,
    'Content-Length': Buffer.byteLength(body),
    'X-Correlation-Id': correlationId,
    // No hook ever sees this answer: what a gateway says of security is said here.
    ...SECURITY_HEADERS,
    Connection: 'close',
  };
  return { status: problem.status, headers, body };
}
