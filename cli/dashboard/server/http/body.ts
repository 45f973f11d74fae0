import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** What a developer sends by hand is smaller. */
export const MOST_BODY_BYTES = 1024 * 1024;

/** The JSON object that was sent. @throws Refusal 400, 413, 415 */
export async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'unsupported_media_type', 'It has to be application/json.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Refusal(413, 'too_large', `At most ${MOST_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const body = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal(400, 'bad_json', 'It has to be a JSON object.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'bad_json', 'It is no JSON.');
  }
}
