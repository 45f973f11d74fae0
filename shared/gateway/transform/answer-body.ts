import { Problem } from '../../errors/index.ts';
import type { BodyChange } from '../proxy/held-body.ts';
import type { OutgoingChange } from '../proxy/outgoing.ts';
import type { BodyRules } from '../settings/index.ts';
import { MAX_HELD_BYTES } from './held-bytes.ts';
import { jsonRules } from './json-rules.ts';
import { readJson } from './json-text.ts';
import { isJson, mediaTypeOf } from './media-type.ts';

/** Said of the bytes that the service sent (RFC 9530, RFC 9110): of others they are wrong. */
export const OF_THE_BYTES = ['accept-ranges', 'content-digest', 'content-md5', 'digest', 'repr-digest'];

/**
 * Changes the JSON body of answers. Errors (`application/problem+json`) stay as they are, and so does what is no JSON. What is JSON and
 * cannot be changed never gets through unchanged: a rule may be there to keep something back.
 *
 * The ETag stays: of one representation the rules always make the same one, and `If-Match` has to mean the service's.
 */
export function answerBodyRules(rules: BodyRules): BodyChange {
  const apply = jsonRules(rules);
  return {
    concerns({ method }, { status, headers }) {
      const { essence } = mediaTypeOf(headers['content-type']);
      if (!isJson(essence) || essence === 'application/problem+json' || status === 204 || status === 304) return false;
      if (status === 206) throw unchangeable('is a part of one');
      if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw unchangeable('is encoded');
      bound(method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0));
      for (const name of [...OF_THE_BYTES, 'content-length']) delete headers[name];
      return method !== 'HEAD';
    },
    bound,
    change(body) {
      const document = parsed(body);
      apply(document);
      return Buffer.from(JSON.stringify(document));
    },
  };
}

/** Asks for a whole answer as it is, so that it can be changed. */
export const askForPlain: OutgoingChange = (_request, outgoing) => {
  const headers: string[] = [];
  for (let index = 0; index < outgoing.headers.length; index += 2) {
    const name = outgoing.headers[index] as string;
    if (name === 'accept-encoding' || name === 'range' || name === 'if-range') continue;
    headers.push(name, outgoing.headers[index + 1] as string);
  }
  headers.push('accept-encoding', 'identity');
  outgoing.headers = headers;
};

function bound(bytes: number): void {
  if (bytes > MAX_HELD_BYTES) throw unchangeable(`is larger than ${MAX_HELD_BYTES} bytes`);
}

function parsed(body: Buffer): unknown {
  try {
    return readJson(body);
  } catch (cause) {
    throw unchangeable('is none', cause);
  }
}

function unchangeable(why: string, cause?: unknown): Problem {
  return new Problem('upstream_failed', { detail: `The answer is to be changed as JSON here, and ${why}.`, cause });
}
