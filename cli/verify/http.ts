import { CheckFailed } from './outcome.ts';

export interface Question {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON, a form as it is. */
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** Asks as a client would. */
export interface Http {
  /** One request. @throws CheckFailed when there is no answer in time */
  ask(url: string, question?: Question): Promise<Reply>;
  /** The same, when only one status will do. @throws CheckFailed */
  expect(status: number, url: string, question?: Question): Promise<Reply>;
}

/** @param patienceMs how long one answer may take */
export function createHttp(patienceMs: number): Http {
  const ask = (url: string, question: Question = {}) => exchange(url, question, patienceMs);
  return {
    ask,
    async expect(status, url, question) {
      const reply = await ask(url, question);
      if (reply.status === status) return reply;
      const { code, detail } = Object(reply.body) as { code?: string; detail?: string };
      const said = [code, detail].filter(Boolean).join(': ');
      throw new CheckFailed(
        `${question?.method ?? 'GET'} ${url} answered ${reply.status}, not ${status}${said && ` (${said})`}`,
      );
    },
  };
}

async function exchange(url: string, { method = 'GET', token, body }: Question, patienceMs: number): Promise<Reply> {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
  };
  const signal = AbortSignal.timeout(patienceMs);
  let answer: { response: Response; text: string };
  try {
    const response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    answer = { response, text: await response.text() };
  } catch (error) {
    const reason = signal.aborted ? ` within ${patienceMs} ms` : `: ${reasonOf(error)}`;
    throw new CheckFailed(`${method} ${url} got no answer${reason}`);
  }
  const { response, text } = answer;
  return { status: response.status, headers: response.headers, body: parse(`${method} ${url}`, response, text) };
}

/** `fetch` says only that it failed; its cause says why, and one of several addresses counts for all. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string; errors?: readonly Error[] } };
  return cause?.errors?.[0]?.message ?? cause?.message ?? message;
}

function parse(request: string, response: Response, text: string): unknown {
  if (!/[/+]json/.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckFailed(`${request} answered ${response.status} with JSON that cannot be read`);
  }
}
