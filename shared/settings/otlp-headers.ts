/** A name of a header (RFC 9110, 5.6.2: a token). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What a header may hold: no control character. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads `name=value,name=value`, values percent-encoded where need be (OpenTelemetry, OTLP exporter configuration; W3C Baggage).
 * @throws RangeError that quotes none of it
 */
export function otlpHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(pairOf));
}

function pairOf(pair: string): [string, string] {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
  const [header, content] = [name.trim(), decoded(value.trim())];
  if (!NAME.test(header) || content === undefined || !VALUE.test(content)) {
    throw new RangeError('must be headers like `Authorization=Bearer%20<token>`, with commas between them');
  }
  return [header, content];
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
