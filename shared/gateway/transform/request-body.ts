import { Problem } from '../../errors/index.ts';
import type { Admission } from '../admission/admission.ts';
import { bufferBody } from '../proxy/buffer-body.ts';
import type { OutgoingChange } from '../proxy/outgoing.ts';
import { hasBody } from '../proxy/upload.ts';
import type { BodyRules } from '../settings/index.ts';
import { jsonRules } from './json-rules.ts';
import { readJson } from './json-text.ts';
import { isPlainJson } from './media-type.ts';

/**
 * Reads and changes the JSON body of a request before anything else looks at it; without a body there is nothing to do.
 * @param most bytes
 */
export function requestBodyRules(rules: BodyRules, most: number): Admission {
  const apply = jsonRules(rules);
  return async (request, reply) => {
    if (!hasBody(request.raw)) return;
    if (!isPlainJson(request.raw.headers)) {
      throw new Problem('unsupported_media_type', {
        detail: 'Here a body is JSON in UTF-8, without a Content-Encoding.',
      });
    }
    const document = parsed(await bufferBody(request, reply, most));
    apply(document);
    request.bodyBytes = Buffer.from(JSON.stringify(document));
  };
}

/** The length that a client said is of another body; undici says what it sends. */
export const withoutLength: OutgoingChange = (_request, outgoing) => {
  const at = outgoing.headers.findIndex((text, index) => index % 2 === 0 && text === 'content-length');
  if (at !== -1) outgoing.headers.splice(at, 2);
};

function parsed(bytes: Buffer): unknown {
  try {
    return readJson(bytes);
  } catch (cause) {
    // The parser's own message quotes the body: it stays in the log.
    throw new Problem('malformed_json', { cause });
  }
}
