import { readMessage } from './strict-message.ts';

/** An answer as the client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Everything that a client got over one connection until it was closed.
 * @param methods of the requests, in turn; GET where there are fewer
 * @throws Error where that is not a row of complete, well-formed answers
 */
export function answersIn(bytes: string, methods: readonly string[] = []): Answer[] {
  const answers: Answer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const method = methods[answers.length] ?? 'GET';
    const message = readMessage(bytes, at, (line) => framingOf(line, method), true);
    if (message === undefined) throw new Error(`an answer that is cut off: ${JSON.stringify(bytes.slice(at))}`);
    const [, status] = /^HTTP\/1\.1 (\d{3}) [\t\x20-\x7e]*$/.exec(message.startLine) ?? [];
    if (status === undefined) throw new Error(`no status line: ${message.startLine}`);
    answers.push({ status: Number(status), headers: Object.fromEntries(message.fields), body: message.body });
    at = message.end;
  }
  return answers;
}

/** RFC 9112, section 6.3. */
function framingOf(line: string, method: string) {
  if (method === 'HEAD' || /^HTTP\/1\.1 (?:1\d\d|204|304) /.test(line)) return undefined;
  return 'lasts until the connection ends' as const;
}
