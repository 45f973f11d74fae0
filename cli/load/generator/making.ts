import type { Ask } from './requester.ts';

/** What makes something, small enough to be written down: asked again with the same key, it gets the first one's answer. */
export type Making = { readonly path: string; readonly key: string } & (
  | { readonly json: unknown }
  | { readonly upload: { readonly name: string; readonly bytes: number } }
);

const BOUNDARY = 'aurora-load-7f3d';

export function askOf(making: Making): Ask {
  const { path, key } = making;
  const own = { 'idempotency-key': key };
  if ('json' in making) {
    const headers = { ...own, 'content-type': 'application/json' };
    return { method: 'POST', path, headers, body: JSON.stringify(making.json) };
  }
  const headers = { ...own, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  return { method: 'POST', path, headers, body: form(making.upload) };
}

function form({ name, bytes }: { readonly name: string; readonly bytes: number }): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.alloc(bytes, 'a'), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
