import type { Ask, Choice } from '../ask.ts';
import { FIELD_TYPES } from '../config/fields/index.ts';
import { FILE_ENTITY } from '../config/reserved.ts';
import { AuroraError } from '../errors.ts';
import { entitiesIn, type Outline } from './outline.ts';
import { requiredSettings, settingOf } from './settings.ts';

/**
 * What was given, or else the answer of whoever is there.
 * @throws AuroraError `missing_argument` where nobody is
 */
export async function need(
  given: string | undefined,
  argument: string,
  ask: Ask | undefined,
  question: (ask: Ask) => Promise<string>,
): Promise<string> {
  if (given !== undefined) return given;
  if (ask) return question(ask);
  throw new AuroraError('missing_argument', `${argument} is missing.`, {
    exit: 'usage',
    details: ['On a terminal it would be asked for.'],
    next: 'type it again with --help to see the arguments',
  });
}

/** Several words at once, with spaces or commas between where somebody answers. */
export async function needWords(
  given: readonly string[],
  argument: string,
  ask: Ask | undefined,
  message: string,
): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const answer = await need(undefined, argument, ask, (asked) => asked.text(message));
  return answer.split(/[\s,]+/).filter(Boolean);
}

export function chooseService(
  ask: Ask,
  { services }: Outline,
  message: string,
  kinds?: readonly string[],
): Promise<string> {
  const fitting = Object.entries(services).filter(([, { kind = '' }]) => kinds?.includes(kind) ?? true);
  return ask.choose(
    message,
    fitting.map(([value, { kind }]) => ({ value, description: kind })),
  );
}

export function chooseEntity(ask: Ask, outline: Outline, message: string): Promise<string> {
  return ask.choose(
    message,
    entitiesIn(outline).map(({ service, entity }) => ({ value: entity, description: `of ${service}` })),
  );
}

/** Fields, until a name is left out. */
export async function askFields(ask: Ask, outline: Outline): Promise<string[]> {
  const fields: string[] = [];
  for (;;) {
    const name = await ask.text('Name of a field (nothing: no more)', { optional: true });
    if (name === '') return fields;
    fields.push(await askField(ask, outline, name));
  }
}

/** What a command or a query of a developer's is called, whose it is and what callers send. */
export async function askOperation(
  kind: 'command' | 'query',
  [givenOf, givenName, ...givenInput]: readonly string[],
  ask: Ask | undefined,
  outline: Outline,
): Promise<{ kind: 'command' | 'query'; of: string; name: string; input: readonly string[] }> {
  const of = await need(givenOf, 'The entity or service', ask, (asked) =>
    chooseEntity(asked, outline, `Whose ${kind} is it`),
  );
  const name = await need(givenName, 'The name', ask, (asked) => asked.text(`Name of the ${kind} (camelCase)`));
  const isAsked = ask !== undefined && givenName === undefined;
  return { kind, of, name, input: isAsked ? await askFields(ask, outline) : givenInput };
}

/** A field in the notation of the command line. */
export async function askField(ask: Ask, outline: Outline, name: string): Promise<string> {
  const type = await ask.choose(`Type of ${name}`, typeChoices());
  const notation = type === 'reference' ? await chooseTarget(ask, outline, name) : type;
  const required = await ask.confirm(`Must ${name} have a value?`, true);
  const settings: string[] = [];
  for (const key of requiredSettings(type).filter((each) => each !== 'references')) {
    const list = settingOf(type, key)?.type === 'array';
    const answer = await ask.text(`${key} of ${name}${list ? ', set apart by commas' : ''}`);
    settings.push(`${key}=${list ? answer.split(/\s*,\s*/).join('|') : answer}`);
  }
  return [`${name}:${notation}${required ? '!' : ''}`, ...settings].join(',');
}

function typeChoices(): Choice[] {
  return Object.entries(FIELD_TYPES).map(([value, { schema }]) => ({ value, description: schema.description }));
}

function chooseTarget(ask: Ask, outline: Outline, name: string): Promise<string> {
  const files = Object.entries(outline.services).filter(([, { kind }]) => kind === 'file');
  const targets = [
    ...entitiesIn(outline).map(({ service, entity }) => `${service}.${entity}`),
    ...files.map(([service]) => `${service}.${FILE_ENTITY}`),
  ];
  return ask.choose(
    `What ${name} refers to`,
    targets.map((value) => ({ value })),
  );
}
