import type { FastifyReply, FastifyRequest } from 'fastify';
import { runInContext } from '../../context/index.ts';
import type { Handler } from '../proxy/handler.ts';
import { answerToNobody } from '../proxy/nobody.ts';
import { Recording, type RecordingOptions } from './recording.ts';
import type { StoredAnswer } from './stored-answer.ts';

interface Occasion {
  readonly ask: Handler;
  /** On whose behalf. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly keeping: RecordingOptions;
}

/** Fetches fresh answers behind the backs of clients: for each key one at a time, however many ask. */
export class Refreshes {
  readonly #underWay = new Set<string>();

  /** Asks as the client of this occasion, within its deadline, whether there is anything newer than `stored`. */
  begin(key: string, stored: StoredAnswer, { ask, request, reply, keeping }: Occasion): void {
    if (this.#underWay.has(key)) return;
    this.#underWay.add(key);
    const revalidation = revalidationOf(request, stored.headers.etag);
    const nobody = answerToNobody(revalidation, reply);
    nobody.raw.once('close', () => this.#underWay.delete(key));
    const instead = (problem: Error) => {
      runInContext(request.context, () => request.log.warn({ err: problem }, 'no fresh answer'));
      nobody.raw.destroy();
      return true;
    };
    try {
      ask(revalidation, nobody, new Recording({ ...keeping, before: stored, instead }));
    } catch (error) {
      // The gateway has too much to do, or the time is up: others will ask.
      nobody.send(error);
    }
  }
}

/** The same request from the same client, which may be gone before it is sent, on the condition that there is news. */
function revalidationOf(request: FastifyRequest, etag: string | undefined): FastifyRequest {
  const { 'if-modified-since': _, ...headers } = request.raw.headers;
  const raw = Object.create(request.raw, { headers: { value: { ...headers, 'if-none-match': etag } } });
  return Object.create(request, { raw: { value: raw }, ip: { value: request.ip } });
}
