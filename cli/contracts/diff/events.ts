import { joinContracts } from '../../generate/plan/contracts/join.ts';
import type { Contract } from '../../generate/plan/contracts/schema.ts';
import type { Change } from './change.ts';
import { changeOf } from './operations.ts';
import type { RuleId } from './rules.ts';
import { compareSchemas } from './schemas.ts';

/** What events of one version carry: what breaks those who hear them is for the generator's own rules to say. */
export function compareEvent(service: string, operation: string, before: Contract, after: Contract): readonly Change[] {
  const changes: Change[] = [];
  const add = (rule: RuleId, path: string, what: string) =>
    changes.push(changeOf({ rule, area: 'events', service, operation, path, what }));
  const { breaks } = joinContracts(before, after);
  for (const sentence of breaks) add('event-broken', '', sentence);
  if (breaks.length > 0) return changes;
  for (const { path, what } of compareSchemas(dataOf(before), dataOf(after), 'answer'))
    add('event-changed', path, what);
  return changes;
}

interface AsyncApi {
  readonly operations?: Readonly<Record<string, unknown>>;
}

/** Who sends and who hears what. */
export function compareAsyncApi(before: AsyncApi, after: AsyncApi): readonly Change[] {
  const [old, now] = [Object.keys(before.operations ?? {}), Object.keys(after.operations ?? {})];
  const tell = (rule: RuleId, what: string) => (key: string) => {
    const [who = '', action = '', type = ''] = key.split(/\.(send|receive)\./);
    return changeOf({
      rule,
      area: 'events',
      service: who,
      operation: type,
      path: '',
      what: `${what} ${action === 'send' ? 'sent' : 'heard'} by ${who}`,
    });
  };
  return [
    // Nobody is broken by an ear less.
    ...old
      .filter((key) => !now.includes(key))
      .map((key) => tell(key.includes('.send.') ? 'event-channel-removed' : 'event-channel-added', 'no longer')(key)),
    ...now.filter((key) => !old.includes(key)).map(tell('event-channel-added', 'now')),
  ];
}

function dataOf({ properties, required }: Contract) {
  return { type: 'object', properties, required };
}
