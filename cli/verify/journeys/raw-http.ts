import type { JourneyHttp, JourneyQuestion, JourneyReply } from '../../../shared/journeys/contract.ts';
import { CheckFailed } from '../outcome.ts';
import type { Reach } from './reach.ts';

const PATIENCE_MS = 10_000;

/** Requests by hand. */
export function rawHttp(reach: Reach, send: typeof fetch, usual: readonly string[]): JourneyHttp {
  async function ask(method: string, path: string, question: JourneyQuestion = {}): Promise<JourneyReply> {
    const { headers, body, service } = question;
    const isElsewhere = /^https?:/.test(path);
    const { scopes = isElsewhere ? null : usual } = question;
    const sent = new Headers(headers);
    if (scopes !== null) sent.set('authorization', `Bearer ${await reach.token(scopes)}`);
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm && !sent.has('content-type')) sent.set('content-type', 'application/json');
    const answer = await send(isElsewhere ? path : reach.urlOf(path, service), {
      method,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  return {
    ask,
    async expect(status, method, path, question) {
      const reply = await ask(method, path, question);
      if (reply.status === status) return reply;
      const { code, detail } = Object(reply.body) as { code?: string; detail?: string };
      const said = [code, detail].filter(Boolean).join(': ');
      const found = `${reply.status}${said && ` (${said})`}`;
      throw new CheckFailed(`${method} ${path} answered ${found}, not ${status}`, {
        where: `${method} ${path}`,
        expected: String(status),
        found,
      });
    },
  };
}
