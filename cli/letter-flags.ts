import { Flags } from './command.ts';
import type { Place } from './events/dead-letters.ts';
import type { Narrator } from './narrator.ts';
import { timeSpanFlag } from './time-span.ts';

const CONSUMER = 'a consumer, as events status names it, or unrouted: what nobody listens to';
const OUTBOX = 'a service, for what the broker refused to take from it';

/** The one place whose events are replayed or purged. */
export const placeFlags = {
  consumer: Flags.string({ description: CONSUMER, exactlyOne: ['consumer', 'outbox'], helpValue: 'NAME' }),
  outbox: Flags.string({ description: OUTBOX, exactlyOne: ['consumer', 'outbox'], helpValue: 'SERVICE' }),
};

/** The same where all consumers are meant unless one place is named. */
export const optionalPlaceFlags = {
  consumer: Flags.string({ description: `${CONSUMER} [default: all]`, exclusive: ['outbox'], helpValue: 'NAME' }),
  outbox: Flags.string({ description: OUTBOX, helpValue: 'SERVICE' }),
};

/** Which of the events there. */
export function choiceFlags(limit: number) {
  return {
    id: Flags.string({
      description: 'only this event, repeatable',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ID',
    }),
    since: timeSpanFlag({ description: 'only what was given up on within this time' }),
    limit: Flags.integer({ description: 'at most so many, the oldest', default: limit, min: 1 }),
  };
}

interface Given {
  readonly consumer: string | undefined;
  readonly outbox: string | undefined;
  readonly id: readonly string[] | undefined;
  readonly since: number | undefined;
  readonly limit: number;
}

export function wishOf({ id = [], since, limit }: Given) {
  return { ids: id, sinceMs: since, limit };
}

/** Undefined: none is named, which `placeFlags` do not let happen. */
export function placeOf({ consumer, outbox }: Given): Place | undefined {
  if (outbox !== undefined) return { outbox };
  return consumer === undefined ? undefined : { consumer };
}

/** What was chosen is all that there is, unless it is as many as were asked for. */
export function tellLimit(found: number, { limit }: Pick<Given, 'limit'>, narrator: Narrator): void {
  if (found === limit) narrator.info(`These are the oldest ${limit}; there may be more (--limit).`);
}
