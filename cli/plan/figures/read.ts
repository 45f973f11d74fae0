import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuroraError } from '../../errors.ts';
import { type Figures, ROLES, VERBS, WORK_KEYS } from './contract.ts';

/** Measured on the fleet of Aurora's own repository; its first lines say when and on what. */
const COMMITTED = join(import.meta.dirname, 'measured.json');

/** Figures out of a file that `aurora plan --measure --out` has written; without one, Aurora's own. @throws AuroraError `bad_figures` */
export function readFigures(file: string = COMMITTED): Figures {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw bad(file, (cause as Error).message, cause);
  }
  const mistake = mistakeIn(value);
  if (mistake !== undefined) throw bad(file, mistake);
  return value as Figures;
}

/** The first thing that is not as it should be. */
function mistakeIn(value: unknown): string | undefined {
  const figures = value as Partial<Figures> | null;
  if (figures?.version !== 1) return 'it has no "version": 1';
  if (!isObject(figures.machine) || !isObject(figures.memoryMb)) return 'it lacks "machine" or "memoryMb"';
  if (typeof figures.measuredAt !== 'string' || typeof figures.fleet !== 'string')
    return 'it lacks "measuredAt" or "fleet"';
  const lacking = (['rate', 'traces', 'load'] as const).find((key) => !isFigure(figures[key]));
  if (lacking !== undefined) return `"${lacking}" is no number`;
  const odd = Object.entries(figures.memoryMb).find(([, megabytes]) => !isFigure(megabytes));
  if (odd) return `"memoryMb.${odd[0]}" is no number`;
  if (!isObject(figures.actions) || Object.keys(figures.actions).length === 0) return 'it has no "actions"';
  for (const [verb, roles] of Object.entries(figures.actions)) {
    if (!(VERBS as readonly string[]).includes(verb)) return `"actions.${verb}" is no action: ${VERBS.join(', ')}`;
    for (const role of ROLES) {
      const key = WORK_KEYS.find((each) => !isFigure(roles?.[role]?.[each]));
      if (key !== undefined) return `"actions.${verb}.${role}.${key}" is no number of 0 or more`;
    }
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isFigure = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

function bad(file: string, why: string, cause?: unknown): AuroraError {
  return new AuroraError('bad_figures', `${file} has no figures of replicas: ${why}`, {
    exit: 'usage',
    next: 'aurora plan --measure --out figures.json, while the fleet is up',
    cause,
  });
}
