import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import type { Ask } from '../ask.ts';
import { kebabCase, NAME_FORMS } from '../config/names.ts';
import { nearest } from '../config/nearest.ts';
import { fleetName } from '../config/schema/services.ts';
import { AuroraError } from '../errors.ts';
import { type Starter, starters } from './starters.ts';

/** What flags, a file of answers or a person have said. */
export interface Answers {
  readonly template?: string | undefined;
  readonly name?: string | undefined;
}

export interface Choice {
  readonly starter: Starter;
  readonly name: string;
}

const KEYS = ['template', 'name'] as const;
const DEFAULT_STARTER = 'minimal';

/** A YAML or JSON file: `template: store`, `name: shop`. */
export function readAnswers(file: string): Answers {
  let answers: unknown;
  try {
    answers = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if ('syscall' in (cause as Error)) throw unreadable(file, cause as Error);
    throw wrongAnswers(file, [(cause as Error).message.split('\n')[0]?.replace(/:$/, '') ?? ''], cause);
  }
  if (answers === null || typeof answers !== 'object' || Array.isArray(answers)) {
    throw wrongAnswers(file, [`it holds no keys (${KEYS.join(', ')})`]);
  }
  const wrong = Object.entries(answers).flatMap(([key, value]) => {
    if (!KEYS.some((known) => known === key)) return [`${key}: there is no such answer${meant(key, KEYS)}`];
    return typeof value === 'string' ? [] : [`${key}: must be a text`];
  });
  if (wrong.length > 0) throw wrongAnswers(file, wrong);
  return answers;
}

/** Asks for what is not answered yet; where nobody is there to be asked, takes what is usual. */
export async function choose(folder: string, answers: Answers, ask: Ask | undefined): Promise<Choice> {
  const known = starters();
  const template =
    answers.template ??
    (await ask?.choose(
      'What shall the fleet begin as?',
      known.map(({ name }) => ({ value: name, description: DESCRIPTIONS[name] })),
    )) ??
    DEFAULT_STARTER;
  const starter = known.find(({ name }) => name === template);
  if (!starter) {
    const names = known.map(({ name }) => name);
    throw usage('unknown_template', `There is no template ${template}${meant(template, names)}.`, names);
  }
  const byFolder = kebabCase(basename(folder));
  const usual = isName(byFolder) ? byFolder : starter.name;
  const name = answers.name ?? (await ask?.text('What is it called?', { default: usual })) ?? usual;
  if (!isName(name)) {
    const form = `${NAME_FORMS.kebab.inWords}; ${fleetName.maxLength} characters at most`;
    throw usage(
      'wrong_name',
      `A fleet cannot be called ${JSON.stringify(name)}.`,
      [form],
      'aurora init <dir> --name NAME',
    );
  }
  return { starter, name };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  minimal: 'a gateway, settings, and one service with one entity',
  store: 'products with pictures, and orders that refer to them',
  aurora: 'the fleet that Aurora itself is tried on',
};

function isName(name: string): boolean {
  const { pattern = '', maxLength = 0 } = fleetName;
  return new RegExp(pattern).test(name) && name.length <= maxLength;
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? ` (did you mean ${near}?)` : '';
}

function wrongAnswers(file: string, details: readonly string[], cause?: unknown): AuroraError {
  return usage('wrong_answers', `${file} does not answer what aurora init asks.`, details, `correct ${file}`, cause);
}

function unreadable(file: string, cause: Error): AuroraError {
  return usage(
    'wrong_answers',
    `The answers in ${file} cannot be read.`,
    [cause.message],
    'name a file with template and name, or give both as flags',
    cause,
  );
}

function usage(code: string, message: string, details: readonly string[], next = 'aurora help init', cause?: unknown) {
  return new AuroraError(code, message, { exit: 'usage', details, next, cause });
}
