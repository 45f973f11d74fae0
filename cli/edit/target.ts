import type { Ask } from '../ask.ts';
import type { Path } from '../config/mistake.ts';
import { AuroraError } from '../errors.ts';
import { type Outline, requireEntity, requireMember, requireService } from './outline.ts';
import { chooseEntity, chooseService, need } from './questions.ts';
import type { Target, TargetKind } from './target-kinds.ts';

/** Where each kind stands below what has it. */
const KEYS = {
  field: 'fields',
  event: 'events',
  command: 'commands',
  query: 'queries',
  subscriber: 'subscribes',
} as const;

/**
 * What the words of a command mean.
 * @throws AuroraError `missing_argument`, `no_such_<kind>`
 */
export async function resolveTarget(
  outline: Outline,
  kind: TargetKind,
  words: readonly string[],
  ask: Ask | undefined,
): Promise<Target> {
  const [first, second] = words;
  if (kind === 'enum') {
    const known = Object.keys(outline.enums ?? {});
    const name = await need(first, 'The enum', ask, (asked) => choose(asked, 'Which enum', known));
    requireMember('enum', 'The fleet', outline.enums, name);
    return { kind, name };
  }
  if (kind === 'service' || kind === 'subscriber') {
    const service = await need(first, 'The service', ask, (asked) => chooseService(asked, outline, 'Which service'));
    const { subscribes } = requireService(outline, service);
    if (kind === 'service') return { kind, service };
    return { kind, service, name: await member(kind, service, subscribes, second, ask) };
  }
  const of = await need(first, 'The entity', ask, (asked) => chooseEntity(asked, outline, 'Which entity'));
  if ((kind === 'command' || kind === 'query') && outline.services[of]) {
    const name = await member(kind, of, outline.services[of]?.[KEYS[kind]], second, ask);
    return { kind, service: of, entity: undefined, name };
  }
  const place = requireEntity(outline, of);
  if (kind === 'entity') return { kind, ...place };
  const entity = outline.services[place.service]?.entities?.[place.entity];
  return { kind, ...place, name: await member(kind, place.entity, entity?.[KEYS[kind]], second, ask) };
}

async function member(
  kind: keyof typeof KEYS,
  of: string,
  members: object | undefined,
  given: string | undefined,
  ask: Ask | undefined,
): Promise<string> {
  const known = Object.keys(members ?? {});
  const name = await need(given, `The ${kind} of ${of}`, ask, (asked) =>
    choose(asked, `Which ${kind} of ${of}`, known),
  );
  requireMember(kind, of, members, name);
  return name;
}

function choose(ask: Ask, message: string, known: readonly string[]): Promise<string> {
  if (known.length === 0) {
    throw new AuroraError('none', `${message}: there is none.`, { exit: 'usage', next: 'aurora config show' });
  }
  return ask.choose(
    message,
    known.map((value) => ({ value })),
  );
}

/** Where it stands in the config. */
export function pathOf(target: Target): Path {
  if (target.kind === 'enum') return ['enums', target.name];
  const service = ['services', target.service];
  if (target.kind === 'service') return service;
  if (target.kind === 'subscriber') return [...service, KEYS.subscriber, target.name];
  const within = target.entity === undefined ? service : [...service, 'entities', target.entity];
  return target.kind === 'entity' ? within : [...within, KEYS[target.kind], target.name];
}

/** `field total of Order`. */
export function describe(target: Target): string {
  if (target.kind === 'service') return `service ${target.service}`;
  if (target.kind === 'entity') return `entity ${target.entity} of ${target.service}`;
  if (target.kind === 'enum') return `enum ${target.name}`;
  const of = target.kind === 'subscriber' ? target.service : (target.entity ?? target.service);
  return `${target.kind} ${target.name} of ${of}`;
}

/** As the command line names it: `field Order total`. */
export function wordsOf(target: Target): string {
  if (target.kind === 'service') return `service ${target.service}`;
  if (target.kind === 'entity') return `entity ${target.entity}`;
  if (target.kind === 'enum') return `enum ${target.name}`;
  const of = target.kind === 'subscriber' ? target.service : (target.entity ?? target.service);
  return `${target.kind} ${of} ${target.name}`;
}
