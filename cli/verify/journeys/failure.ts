import { inspect, types } from 'node:util';
import type { Journey } from '../../../shared/journeys/contract.ts';
import { CheckFailed, CheckSkipped, type Evidence } from '../outcome.ts';
import { ownWord } from './own-word.ts';
import { placeOf } from './place.ts';
import type { Steps } from './steps.ts';
import type { Seen } from './traffic.ts';

/** What one looks at when a journey has failed. */
interface Circumstances {
  readonly steps: Steps;
  readonly last: Seen | undefined;
}

/** Why a journey failed, for whoever wrote it: the step, what was expected, the last request, the line. */
export function journeyFailed(error: unknown, { steps, last }: Circumstances): Error {
  if (error instanceof CheckSkipped) return error;
  const step = steps.of(error);
  const place = placeOf(error);
  const request = last && `${last.request} → ${last.status ?? 'no answer'}`;
  const { said, ...evidence } = told(error);
  const around = [place, request && `last request: ${request}`].filter(Boolean).join('; ');
  const sentence = `${step === undefined ? '' : `step "${step}": `}${said}`;
  const where = [place, request].filter(Boolean).join(', ');
  return new CheckFailed(around === '' ? sentence : `${sentence} (${around})`, {
    ...(where !== '' && { where }),
    ...evidence,
  });
}

/** Its time is up. */
export function tookTooLong({ timeoutMs }: Journey, { steps, last }: Circumstances): CheckFailed {
  const at = steps.current === undefined ? '' : `; it was at the step "${steps.current}"`;
  const request = last === undefined ? '' : ` (last request: ${last.request} → ${last.status ?? 'no answer'})`;
  return new CheckFailed(`the journey was not at its end within ${timeoutMs} ms${at}${request}`);
}

interface Told extends Evidence {
  readonly said: string;
}

function told(error: unknown): Told {
  // Also those of Node itself, which are others' where modules are kept apart.
  if (!types.isNativeError(error)) return { said: `it threw ${brief(error)}` };
  const { message } = error;
  const own = ownWord(error);
  if (own) return { said: own.message, ...own.evidence };
  if ('code' in error && error.code === 'ERR_ASSERTION') return assertion(error as unknown as Assertion);
  const { code, status, errors = [] } = error as Partial<{ code: string; status: number; errors: readonly Field[] }>;
  if (error.name === 'ApiProblem') {
    const fields = errors.map((each) => `${each.path}: ${each.message}`).join(', ');
    return { said: `it was refused as ${code} (${status}): ${message}${fields && ` ${fields}`}` };
  }
  return { said: error.name === 'Error' ? message : `${error.name}: ${message}` };
}

interface Field {
  readonly path: string;
  readonly message: string;
}

interface Assertion extends Error {
  readonly actual: unknown;
  readonly expected: unknown;
  readonly generatedMessage: boolean;
  readonly operator: string;
}

/** What Node makes of it is many lines where it could be one. */
function assertion({ message, actual, expected, generatedMessage, operator }: Assertion): Told {
  const evidence = { expected: brief(expected), found: brief(actual) };
  if (!generatedMessage) return { said: message, ...evidence };
  const compares = /^(strictEqual|deepStrictEqual|partialDeepStrictEqual|deepEqual|equal|==|===)$/.test(operator);
  if (compares) return { said: `found ${evidence.found}, expected ${evidence.expected}`, ...evidence };
  return { said: message.replaceAll(/\s*\n\s*/g, ' ').trim() };
}

function brief(value: unknown): string {
  const text = inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4, maxStringLength: 200 });
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
