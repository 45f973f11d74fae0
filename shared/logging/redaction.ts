const SECRET_KEY =
  /(?:authorization|cookie|passwo?r?d|passphrase|secret|token|credentials?|api[-_]?key|private[-_]?key|signing[-_]?key|(?:database|broker|redis)[-_]?url)$/i;
/** The same key with its closing quote and colon, as JSON writes it: one pass over the line decides whether it is looked into. */
const SECRET_KEY_IN_LINE = new RegExp(`${SECRET_KEY.source.slice(0, -1)}":`, 'i');
// Clients write parts of what is searched: both take time in proportion to its length, whatever it is.
const URL_CREDENTIALS = /(:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/g;
/** Looks from the beginning of a word only, and only where two more follow it after dots. */
const JWT = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])([\w-]*?)\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;

const REDACTED = '[redacted]';

/**
 * Takes secrets out of a finished log line, at any depth and in any field: values under telling names, and what `redactText` finds.
 * On the finished line and not by paths, because an ordinary line then costs three quick searches and nothing escapes by nesting deeper.
 */
export function redactLine(line: string): string {
  const checked = SECRET_KEY_IN_LINE.test(line) ? `${JSON.stringify(JSON.parse(line), redactMember)}\n` : line;
  return redactText(checked);
}

/** Takes passwords in URLs (drivers like to put them into messages) and JWTs out of a text. */
export function redactText(text: string): string {
  let redacted = text;
  if (redacted.includes('://')) redacted = redacted.replace(URL_CREDENTIALS, `$1:${REDACTED}@`);
  if (redacted.includes('eyJ')) redacted = redacted.replace(JWT, `$1${REDACTED}`);
  return redacted;
}

function redactMember(key: string, value: unknown): unknown {
  return value !== null && value !== undefined && SECRET_KEY.test(key) ? REDACTED : value;
}
