/** Bytes of a file: whole on a disk or in memory, or as they come. */
export type Content = Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Form {
  readonly body: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A multipart form (RFC 7578) with the one field `file`. */
export function formOf(content: Content, name: string | undefined): Form {
  if (content instanceof Blob) {
    const form = new FormData();
    if (name === undefined) form.append('file', content);
    else form.append('file', content, name);
    return { body: form };
  }
  const boundary = `aurora-${crypto.getRandomValues(new BigUint64Array(2)).join('')}`;
  return {
    body: streamOf(parts(content, boundary, name ?? 'file')),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** Not `ReadableStream.from`, which the types of browsers do not have: pages are checked together with this. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* parts(content: AsyncIterable<Uint8Array>, boundary: string, name: string): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  yield text.encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${escaped(name)}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  yield* content;
  yield text.encode(`\r\n--${boundary}--\r\n`);
}

/** As browsers do (HTML, multipart/form-data encoding algorithm). */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
