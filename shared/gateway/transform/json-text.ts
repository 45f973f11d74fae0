import { isUtf8 } from 'node:buffer';
import { nestsDeeperThan } from '../../app/json/depth.ts';

/** TypeScript does not know these yet (ECMAScript's "JSON.parse source text access"). */
interface ExactJson {
  parse(text: string, revive: (key: string, value: unknown, made: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const exact = JSON as unknown as ExactJson;

/** Nothing recursive ever meets more. */
const MAX_DEPTH = 256;
/** What a double may write otherwise: 16 digits and more, exponents, zeros that end a fraction, minus zero. Texts may match as well. */
const SUSPECT = /\d[\d.]{15}|\d[eE]|\.\d*0(?!\d)|-0/;

/**
 * Reads JSON so that it can be written again without loss: a number that a double would write otherwise stays the text that it is.
 * @throws SyntaxError
 */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new SyntaxError('It is not UTF-8.');
  const text = bytes.toString('utf8');
  if (nestsDeeperThan(MAX_DEPTH, text)) throw new SyntaxError(`It nests deeper than ${MAX_DEPTH} levels.`);
  if (!SUSPECT.test(text)) return JSON.parse(text);
  return exact.parse(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && String(value) !== source ? exact.rawJSON(source) : value,
  );
}

/** Whether a value has members or items: a number that is kept as text is an object to JavaScript, and none to JSON. */
export function isContainer(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null && !exact.isRawJSON(value);
}
