import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentContext } from '../context/index.ts';
import type { Database, Executor, Row, Transaction } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import { IDEMPOTENCY_KEY } from './request-headers.ts';

/** An answer as it can be stored and given again. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** Answers are kept for a day: longer than any client's retries, short enough to stay small. */
const RETENTION_HOURS = 24;

/**
 * Answers a request, once per `Idempotency-Key` and caller: a repeated key gets the first answer again.
 * The answer is stored in the transaction that made the change, so a crash leaves both or neither.
 * A refused request stores nothing; it may be corrected and sent again under the same key.
 *
 * @throws Problem `idempotency_key_in_use` while the first request is still running,
 *   `idempotency_key_reused` when the key came with another request, `invalid_header`
 */
export async function answerOnce(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (executor: Executor) => Promise<Answer>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return send(reply, await work(database));

  checkKey(key);
  const caller = currentContext()?.identity?.subject ?? '';
  const hash = hashOf(request);
  const answer = await database.transaction(async (transaction) => {
    await lock(transaction, `${caller}\n${key}`);
    const stored = await find(transaction, caller, key);
    if (stored) {
      if (stored.requestHash !== hash) throw reused();
      reply.header('idempotency-replayed', 'true');
      return stored.answer;
    }
    const first = await work(transaction);
    await store(transaction, caller, key, hash, first);
    return first;
  });
  return send(reply, answer);
}

/** Forgets answers older than the retention; returns how many. */
export async function forgetAnswers(database: Database): Promise<number> {
  const { count } = await database.query({
    text: `DELETE FROM idempotency_keys WHERE created_at < CURRENT_TIMESTAMP(6) - INTERVAL '${RETENTION_HOURS}' HOUR`,
  });
  return count;
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

function checkKey(key: unknown): asserts key is string {
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return;
  throw new Problem('invalid_header', { detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' });
}

/** The same key with another method, path or body is another request. */
function hashOf(request: FastifyRequest): string {
  const parts = JSON.stringify([request.method, request.url, request.body ?? null]);
  return createHash('sha256').update(parts).digest('hex');
}

/** Held until the transaction ends, however it ends: a killed service leaves no key locked. */
async function lock(transaction: Transaction, name: string): Promise<void> {
  if (await transaction.tryLock(name)) return;
  throw new Problem('idempotency_key_in_use', {
    detail: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    headers: { 'retry-after': '1' },
  });
}

interface Stored {
  readonly requestHash: string;
  readonly answer: Answer;
}

async function find(transaction: Transaction, caller: string, key: string): Promise<Stored | undefined> {
  const { rows } = await transaction.query<Row & { request_hash: string; status: number; response: unknown }>(
    {
      name: 'idempotency-find',
      text: 'SELECT request_hash, status, response FROM idempotency_keys WHERE subject = $1 AND "key" = $2',
    },
    [caller, key],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { headers, body } = row.response as Omit<Answer, 'status'>;
  return { requestHash: row.request_hash, answer: { status: row.status, headers, body } };
}

async function store(transaction: Transaction, caller: string, key: string, hash: string, answer: Answer) {
  const { status, headers, body } = answer;
  await transaction.query(
    {
      name: 'idempotency-store',
      text: 'INSERT INTO idempotency_keys (subject, "key", request_hash, status, response) VALUES ($1, $2, $3, $4, $5)',
    },
    [caller, key, hash, status, JSON.stringify({ headers, body })],
  );
}

function reused(): Problem {
  return new Problem('idempotency_key_reused', {
    detail: 'This Idempotency-Key came with another request before. Use a new key for a new request.',
  });
}
