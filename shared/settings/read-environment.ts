import { readFileSync } from 'node:fs';
import type { Variable } from './variables.ts';

/** The environment of a process does not do: every mistake at once, one line each. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`the environment is not complete:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

type Values<S> = { -readonly [K in keyof S]: S[K] extends Variable<infer T> ? T : never };

/**
 * Reads the variables of `schema` from `env`. `X_FILE` names a file that holds `X` (a mounted secret); an empty text counts as absent.
 * @throws EnvironmentError with all that is missing or wrong
 */
export function readEnvironment<S extends Readonly<Record<string, Variable<unknown>>>>(
  schema: S,
  env: NodeJS.ProcessEnv,
): Values<S> {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(schema)) {
    try {
      values[key] = readVariable(variable, env);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length > 0) throw new EnvironmentError(mistakes);
  return values as Values<S>;
}

function readVariable(variable: Variable<unknown>, env: NodeJS.ProcessEnv): unknown {
  const { name } = variable;
  const given = textOf(name, env);
  if (given === undefined) {
    if ('fallback' in variable) return variable.fallback;
    throw new RangeError(`${name} is missing: ${variable.about}`);
  }
  try {
    return variable.parse(given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const shown = variable.secret ? '' : `, not ${JSON.stringify(given)}`;
    throw new RangeError(`${name} ${error.message}${shown}`);
  }
}

function textOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const direct = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (direct !== undefined && file !== undefined)
    throw new RangeError(`${name} and ${name}_FILE are both set; keep one`);
  if (file === undefined) return direct;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    throw new RangeError(`${name}_FILE cannot be read: ${(error as Error).message}`);
  }
}
