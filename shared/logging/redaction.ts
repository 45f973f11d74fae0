import { withoutContents } from './contents.ts';

/** What the name of a secret ends with, in any spelling. */
const ENDING =
  'authorization|cookie|passw(?:or)?d|pwd|passphrase|secret|token|jwt|credentials?|signature|dsn|connection[-_]?string|(?:api|private|signing|access|encryption|master|shared|secret)[-_]?key|(?:database|broker|redis)[-_]?url';
/** `password` may have more behind it. */
const PASSWORD = 'passw(?:or)?d[-_a-z0-9]{0,20}';
const SECRET = `${ENDING}|${PASSWORD}`;
const SECRET_KEY = new RegExp(`(?:${SECRET})$`, 'i');
/**
 * The same key with its closing quote and colon, as JSON writes it, and those of what `withoutContents` looks for. Each line is searched:
 * it is quick to find these two characters and to look back from there, and to look for the beginning of a rare word.
 */
const KEY_IN_LINE = new RegExp(`":(?<=(?:${ENDING}|"sql|"severity|"type":"Buffer","data)":)`, 'i');
const PASSWORD_IN_LINE = new RegExp(`${PASSWORD}":`, 'i');
const NAME_IN_LIST = new RegExp(`(?<=${SECRET})",`, 'i');

// Clients write parts of what is searched: each takes time in proportion to its length, whatever it is.
const URL_PASSWORD = /(:\/\/[^\s:@/"\\]*):(?:[^\s/"\\]|\\["\\])+@/g;
/** A token in the place of a name; people's names are shorter. */
const URL_TOKEN = /:\/\/[^\s:@/"\\]{16,}@/g;
/** Looks from the beginning of a word only, and only where two more follow it after dots. */
const JWT = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])([\w-]*?)\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;
/** The header with whatever is in it, and both of its schemes wherever they stand. */
const AUTHORIZATION = /\b(authorization(?:\\"|')?\s*[:=]\s*(?:\\"|')?)(?:[A-Za-z]+\s+)?[^\s"'\\,;}\]]+/gi;
const BEARER = /\b(Bearer|Basic)\s+(?=[A-Za-z.~_/-]*[0-9+=]|[\w.~+/-]{16})[\w.~+/-]{6,}=*/g;
/** `name=value`, as queries, forms and connection strings have it; its name looks back no further than it may be long. */
const ASSIGNED =
  /((?:authorization|cookie|passw(?:or)?d|pwd|passphrase|secret|token|credentials?|signature|(?:api|private|signing|access|encryption)[-_]?key)|(?<=[?&])(?:code|sig|key|state))=(?:\\"|')?(?!\[redacted])[^\s&"'\\;,<>]+/gi;
/** A quote in a text in JSON: `\"`, and `\\\"` in JSON inside of that. */
const QUOTE = '(?:\\\\\\\\)*\\\\"';
/** JSON inside a text. */
const IN_TEXT = new RegExp(
  `((?:${SECRET})${QUOTE}\\s*:\\s*(?:${QUOTE})?)(?:[^"\\\\]|\\\\\\\\(?:\\\\.|[^"\\\\]))+`,
  'gi',
);
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)(?:[^"\\]|\\.))*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g;

const REDACTED = '[redacted]';

/**
 * Takes secrets out of a finished log line, at any depth and in any field: values under telling names, what was sent to a database, and
 * what `redactText` finds. On the finished line and not by paths, because an ordinary line then costs a few quick searches and nothing
 * escapes by nesting deeper.
 */
export function redactLine(line: string): string {
  return redactText(isSuspect(line) ? `${JSON.stringify(JSON.parse(line), redactMember)}\n` : line);
}

/** Whether a line is worth taking apart. */
function isSuspect(line: string): boolean {
  return KEY_IN_LINE.test(line) || PASSWORD_IN_LINE.test(line) || (line.includes('["') && NAME_IN_LIST.test(line));
}

/** Takes passwords in URLs (drivers like to put them into messages), tokens, and values of telling names out of a text. */
export function redactText(text: string): string {
  let redacted = text;
  // What is looked for begins with a character that is rare: that is what makes it quick.
  if (redacted.includes('//')) {
    redacted = redacted.replace(URL_PASSWORD, `$1:${REDACTED}@`).replace(URL_TOKEN, `://${REDACTED}@`);
  }
  if (redacted.includes('J') && redacted.includes('eyJ')) redacted = redacted.replace(JWT, `$1${REDACTED}`);
  if (redacted.includes('uthorization')) redacted = redacted.replace(AUTHORIZATION, `$1${REDACTED}`);
  if (redacted.includes('=')) redacted = redacted.replace(ASSIGNED, `$1=${REDACTED}`);
  if (redacted.includes('Bearer ') || redacted.includes('Basic '))
    redacted = redacted.replace(BEARER, `$1 ${REDACTED}`);
  if (redacted.includes('\\":')) redacted = redacted.replace(IN_TEXT, `$1${REDACTED}`);
  if (redacted.includes('PRIVATE KEY-----')) redacted = redacted.replace(PRIVATE_KEY, REDACTED);
  return redacted;
}

function redactMember(this: unknown, key: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (SECRET_KEY.test(key)) return REDACTED;
  if (Array.isArray(value) && value.some(isSecretName))
    return value.map((each, at) => (isSecretName(value[at - 1]) ? REDACTED : each));
  return withoutContents(this, key, value);
}

/** As raw headers have it: a name, then its value. */
function isSecretName(value: unknown): boolean {
  return typeof value === 'string' && SECRET_KEY.test(value);
}
