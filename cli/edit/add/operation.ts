import type { FieldValue } from '../notation.ts';
import { requireEntity } from '../outline.ts';
import { insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';
import { aroundOf, fieldsOf } from './fields-of.ts';
import { refuseSecond } from './refusals.ts';

/** A command or a query: what both are asked for. */
export interface OperationWish {
  readonly kind: 'command' | 'query';
  /** An entity or a service. */
  readonly of: string;
  readonly name: string;
  readonly summary?: string | undefined;
  readonly scope?: string | undefined;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly emits?: readonly string[] | undefined;
}

export function addOperation({ source, outline }: Config, wish: OperationWish): Addition {
  const { kind, name, summary, scope, emits = [] } = wish;
  const isService = outline.services[wish.of] !== undefined;
  const { service, entity } = isService ? { service: wish.of, entity: undefined } : requireEntity(outline, wish.of);
  const key = kind === 'command' ? 'commands' : 'queries';
  const of = entity === undefined ? outline.services[service] : outline.services[service]?.entities?.[entity];
  refuseSecond(kind, name, of?.[key]);
  const around = aroundOf(outline, service, false);
  const operation: FieldValue = {
    ...(summary !== undefined && { summary }),
    ...(scope !== undefined && { scope }),
    ...(wish.input.length > 0 && { input: fieldsOf(wish.input, around) }),
    ...(wish.output.length > 0 && { output: fieldsOf(wish.output, around) }),
    ...(emits.length > 0 && { emits }),
  };
  const within = entity === undefined ? ['services', service] : ['services', service, 'entities', entity];
  return {
    splices: insert(source, [...within, key], { [name]: operation }),
    what: `${kind} ${name} of ${entity ?? service}`,
  };
}
