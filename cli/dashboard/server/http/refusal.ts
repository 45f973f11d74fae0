import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuroraError } from '../../../errors.ts';

/** Why a request is not served: for the page, which shows it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** The command to type. */
  readonly next: string | undefined;

  constructor(status: number, code: string, detail: string, next?: string) {
    super(detail);
    this.status = status;
    this.code = code;
    this.next = next;
  }
}

/** Answers with RFC 9457; whoever opens the page itself is a person, and reads. */
export function refuse({ url = '', headers }: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, code, message: detail, next } = understood(error);
  if (!url.startsWith('/api/') && headers.accept?.includes('text/html')) {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${detail}\n`);
    return;
  }
  const problem = { type: 'about:blank', status, code, detail, ...(next && { next }) };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}

const STATUSES: Readonly<Record<string, number>> = { usage: 422, notRunning: 409, timeout: 504, internal: 500 };

function understood(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof AuroraError))
    return new Refusal(500, 'internal', `A defect in Aurora: ${(error as Error).message}`);
  const { exit, code, message, details, next } = error;
  return new Refusal(STATUSES[exit] ?? 503, code, [message, ...details].join(' '), next);
}
