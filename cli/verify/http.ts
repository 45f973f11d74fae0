import { CheckFailed } from './outcome.ts';

export interface Question {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON, a form as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of the answer is text, whatever it says it is. */
  readonly unparsed?: true;
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

export interface HttpOptions {
  /** How long one answer may take. */
  readonly patienceMs: number;
  /** What every request bears. */
  readonly correlationId?: string;
  /** Ends what is under way, and lets nothing begin any more. */
  readonly signal?: AbortSignal;
}

export function createHttp(options: HttpOptions): Http {
  const ask = (url: string, question: Question = {}) => exchange(url, question, options);
  return {
    ask,
    async expect(status, url, question) {
      const reply = await ask(url, question);
      requireStatus(status, reply, url, question);
      return reply;
    },
  };
}

/** @throws CheckFailed where an answer has another status, with what it says */
export function requireStatus(wanted: number, { status, body }: Reply, url: string, question?: Question): void {
  if (status === wanted) return;
  const { code, detail } = Object(body) as { code?: string; detail?: string };
  const said = [code, detail].filter(Boolean).join(': ');
  const where = `${question?.method ?? 'GET'} ${url}`;
  const found = `${status}${said && ` (${said})`}`;
  throw new CheckFailed(`${where} answered ${status}, not ${wanted}${said && ` (${said})`}`, {
    where,
    expected: String(wanted),
    found,
  });
}

async function exchange(
  url: string,
  { method = 'GET', token, body, headers: more, unparsed }: Question,
  { patienceMs, correlationId, signal: calledOff }: HttpOptions,
): Promise<Reply> {
  const headers = {
    ...(correlationId && { 'x-correlation-id': correlationId }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
    ...more,
  };
  calledOff?.throwIfAborted();
  const tooLate = AbortSignal.timeout(patienceMs);
  const signal = calledOff ? AbortSignal.any([tooLate, calledOff]) : tooLate;
  const where = `${method} ${url}`;
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
    calledOff?.throwIfAborted();
    const reason = tooLate.aborted ? ` within ${patienceMs} ms` : `: ${reasonOf(error)}`;
    throw new CheckFailed(`${where} got no answer${reason}`, {
      where,
      expected: 'an answer',
      found: `none${reason}`,
    });
  }
  const { response, text } = answer;
  const { status, headers: said } = response;
  return { status, headers: said, body: unparsed ? text : parse(where, response, text) };
}

/** `fetch` says only that it failed; its cause says why, and one of several addresses counts for all. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string; errors?: readonly Error[] } };
  return cause?.errors?.[0]?.message ?? cause?.message ?? message;
}

function parse(where: string, response: Response, text: string): unknown {
  if (!/[/+]json/.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckFailed(`${where} answered ${response.status} with JSON that cannot be read`, {
      where,
      expected: 'JSON',
      found: text.slice(0, 100),
    });
  }
}
