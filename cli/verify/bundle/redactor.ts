import { redactLine, redactText } from '../../../shared/logging/redaction.ts';

const REDACTED = '[redacted]';
const NAME = String.raw`(?:passw(?:or)?d|secret|token|credentials?|(?:api|private|signing|access)[-_]?key)["']?\s*:`;
/** A value under a telling name in YAML, where there should be none: a config that is wrong may hold anything. */
const IN_YAML = new RegExp(`(${NAME}[ \\t]*)(?![\\s[{#|>]|$).+$`, 'gim');
/** The same as a block of lines, each indented further than its name. */
const BLOCK_IN_YAML = new RegExp(`^([ \\t]*)(.*${NAME}) *[|>].*(?:\\n(?:\\1[ \\t]+.*|[ \\t]*$))*`, 'gim');

export interface Redactor {
  /** Text, or lines of JSON as services log them. */
  text(text: string): string;
  yaml(text: string): string;
  json(value: unknown): string;
}

/**
 * Takes out what looks like a secret, as a service's log does, and then whatever is one.
 * @param secrets as they are, longest first
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const withoutKnown = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
  return {
    text: (text) => withoutKnown(text.split('\n').map(redactEither).join('\n')),
    yaml(text) {
      const values = text.replace(BLOCK_IN_YAML, `$1$2 ${REDACTED}`).replace(IN_YAML, `$1${REDACTED}`);
      return withoutKnown(redactText(values));
    },
    json(value) {
      const redacted = redactLine(`${JSON.stringify(value)}\n`);
      return withoutKnown(`${JSON.stringify(JSON.parse(redacted), null, 2)}\n`);
    },
  };
}

function redactEither(line: string): string {
  if (!line.startsWith('{')) return redactText(line);
  try {
    return redactLine(line).trimEnd();
  } catch {
    return redactText(line); // it merely begins like JSON
  }
}
