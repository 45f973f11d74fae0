/** A Content-Type, taken apart. */
export interface MediaType {
  /** In lower case, without parameters; empty: there was none. */
  readonly essence: string;
  /** In lower case, if it is said; all of them where it is said more than once, for readers do not agree on which one counts. */
  readonly charset: string | undefined;
}

const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*"?([^\s";]*)/gi;

export function mediaTypeOf(contentType: string | undefined): MediaType {
  const [essence = ''] = (contentType ?? '').split(';', 1);
  const charsets = Array.from((contentType ?? '').matchAll(CHARSET), ([, charset = '']) => charset.toLowerCase());
  return { essence: essence.trim().toLowerCase(), charset: charsets.length === 0 ? undefined : charsets.join() };
}

/** RFC 6839, section 3.1, for the suffix. */
export function isJson(essence: string): boolean {
  return essence === 'application/json' || /^[\w.+-]+\/[\w.+-]+\+json$/.test(essence);
}

/** Whether a body is JSON that can be read as it is: in UTF-8, as all JSON on the net is (RFC 8259, section 8.1), and not compressed. */
export function isPlainJson(headers: {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | string[] | undefined;
}): boolean {
  const { essence, charset = 'utf-8' } = mediaTypeOf(headers['content-type']);
  const { 'content-encoding': coding = 'identity' } = headers;
  return isJson(essence) && charset === 'utf-8' && coding === 'identity';
}
