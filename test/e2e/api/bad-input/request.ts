export interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | undefined;
}

export type Expected = readonly [status: number, code: string];
/** A request that is wrong; in its path `:subject`, `:syllabus`, `:file` and `:nobody` stand for ids. */
export type Row = readonly [where: string, what: string, sent: Sent, ...expected: Expected];

export const MALFORMED: Expected = [400, 'malformed_json'];
export const INVALID: Expected = [422, 'validation_failed'];
export const BAD_QUERY: Expected = [400, 'invalid_query'];
export const BAD_HEADER: Expected = [400, 'invalid_header'];
export const NOT_FOUND: Expected = [404, 'not_found'];
export const STALE: Expected = [412, 'stale_version'];
export const OTHER_TYPE: Expected = [415, 'unsupported_media_type'];

export function json(body: unknown, headers: Record<string, string> = {}): Sent {
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

interface Part {
  readonly head: string;
  readonly body: string | Buffer;
}

export function filePart(body: string | Buffer, name = 'file.txt'): Part {
  return { head: `form-data; name="file"; filename="${name}"`, body };
}

export function form(...parts: Part[]): { headers: Record<string, string>; body: Buffer } {
  const pieces = parts.flatMap(({ head, body }) => [`--bound\r\nContent-Disposition: ${head}\r\n\r\n`, body, '\r\n']);
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=bound' },
    body: Buffer.concat([...pieces, '--bound--\r\n'].map((piece) => Buffer.from(piece as string))),
  };
}
