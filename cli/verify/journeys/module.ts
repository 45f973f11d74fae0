import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Journey } from '../../../shared/journeys/contract.ts';
import { CheckFailed } from '../outcome.ts';
import { placeOf } from './place.ts';

const PATIENCE_MS = 10_000;

/** Loads the module of a journey. @throws CheckFailed that names the file and what is wrong with it */
export async function loadJourney(root: string, file: string): Promise<Journey> {
  const module = await loaded(root, file);
  const { default: found } = module;
  const what = `${file} exports no journey as its default`;
  if (found === undefined) throw new CheckFailed(`${what}, but ${namesOf(module)}`);
  const { kind, name, scopes, timeoutMs, run } = Object(found) as Partial<Journey>;
  if (kind !== 'journey') throw new CheckFailed(`${what}, but ${typeof found}: it is made with journey(…)`);
  if (typeof name !== 'string' || name.trim() === '') throw new CheckFailed(`${file}: the journey has no name`);
  if (!Array.isArray(scopes) || !scopes.every((each) => typeof each === 'string')) {
    throw new CheckFailed(`${file}: its scopes are no list of texts`);
  }
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0)) {
    throw new CheckFailed(`${file}: its timeoutMs is no number of milliseconds`);
  }
  if (typeof run !== 'function') throw new CheckFailed(`${file}: it does nothing, for it has no function`);
  return found as Journey;
}

async function loaded(root: string, file: string): Promise<Record<string, unknown>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it has not loaded within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([import(pathToFileURL(join(root, file)).href), late]);
  } catch (error) {
    const { message = String(error) } = error as Error;
    throw new CheckFailed(`${placeOf(error) ?? file} cannot be loaded: ${message.split('\n')[0]}`);
  } finally {
    clearTimeout(timer);
  }
}

function namesOf(module: object): string {
  const names = Object.keys(module);
  return names.length === 0 ? 'nothing' : names.join(', ');
}
