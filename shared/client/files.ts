import type { CallOptions, StreamingTransport, Transport, WriteOptions } from './contract.ts';
import { rememberEtag } from './etags.ts';
import { type Content, formOf } from './multipart.ts';
import { ApiProblem } from './problem.ts';
import { ResourceClient } from './resources.ts';
import type { EntityTypes } from './types.ts';

export interface UploadOptions extends Omit<WriteOptions, 'timeoutMs'> {
  /** By which it is downloaded; of a `File` its own. */
  readonly name?: string;
}

export interface DownloadOptions {
  /** Bytes from the first to the last, both included; without `end`, to the end. */
  readonly range?: { readonly start: number; readonly end?: number };
  readonly signal?: AbortSignal;
}

/** Files: their contents stream both ways, and are never held whole. */
export class FileClient<T extends EntityTypes> extends ResourceClient<T> {
  readonly #streams: StreamingTransport;

  constructor(transport: StreamingTransport, path: string) {
    super(transport, path);
    this.#streams = transport;
  }

  /**
   * @param content a `Blob` (`await openAsBlob(path)` in Node, a `File` in browsers) or a stream of bytes, which only Node sends
   * @throws ApiProblem `payload_too_large`, `unsupported_media_type`, `validation_failed`
   */
  async upload(content: Content, { name, idempotencyKey, headers, signal }: UploadOptions = {}): Promise<T['read']> {
    const form = formOf(content, name);
    const answer = await this.#streams.open({
      method: 'POST',
      path: this.path,
      ...form,
      signal,
      headers: {
        ...form.headers,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...headers,
      },
    });
    return rememberEtag((await documentOf(answer, signal)) as T['read'], answer.headers.get('etag'));
  }

  /** A URL that gives the content to whoever has it, for so many seconds; 300 unless given. */
  async downloadUrl(id: string, { expiresIn, ...options }: CallOptions & { readonly expiresIn?: number } = {}) {
    const query = expiresIn === undefined ? '' : `?expiresIn=${expiresIn}`;
    const { body } = await this.call<{ url: string; expiresAt: string }>(
      'GET',
      `${this.at(id)}/download-url${query}`,
      options,
    );
    return body;
  }

  /** The content: `body` is its stream; name, type, length and ETag are in the headers. */
  async download(id: string, { range, signal }: DownloadOptions = {}): Promise<Response> {
    const { url } = await this.downloadUrl(id, { signal });
    const headers = range && { range: `bytes=${range.start}-${range.end ?? ''}` };
    return this.#streams.open({ method: 'GET', path: url, signal, ...(headers && { headers }) });
  }
}

async function documentOf(answer: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await answer.json();
  } catch (cause) {
    signal?.throwIfAborted();
    const detail = 'What the upload was answered with broke off, or is no JSON.';
    throw new ApiProblem('upstream_failed', { status: 502, detail, cause });
  }
}

/** The files of the fleet; contents need a transport that streams. */
export interface FileDefinition<T extends EntityTypes> {
  on(transport: StreamingTransport): FileClient<T>;
  on(transport: Transport): ResourceClient<T>;
}

export function defineFiles<T extends EntityTypes>(path: string): FileDefinition<T> {
  function on(transport: StreamingTransport): FileClient<T>;
  function on(transport: Transport): ResourceClient<T>;
  function on(transport: Transport | StreamingTransport) {
    return 'open' in transport ? new FileClient<T>(transport, path) : new ResourceClient<T>(transport, path);
  }
  return { on };
}
