import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { age, secondsSince } from './ages.ts';
import type { EventsStatus } from './status.ts';

/** Days that are left to somebody who reads a warning. */
const WARNED_DAYS = 5;
const DAY_SECONDS = 86_400;

/** What people read of it. */
export function statusLines(status: EventsStatus): string[] {
  const { broker, services, consumers, unrouted } = status;
  const blocks = [
    broker.where === null ? [] : [`The event broker is ${broker.where}.`],
    table(
      ['SERVICE', 'PENDING', 'OLDEST', 'DEAD', 'INBOX', ''],
      services.map(({ service, outbox, inbox, reason = '' }) => [
        service,
        outbox?.pending ?? '?',
        outbox && outbox.pending > 0 ? age(outbox.oldestSeconds) : '-',
        outbox?.dead ?? '?',
        inbox ?? '?',
        printable(reason),
      ]),
    ),
    ...(consumers?.length
      ? [
          table(
            ['CONSUMER', 'WAITING', 'RETRYING', 'PARKED', 'OLDEST', 'PROCESSES'],
            consumers.map(({ consumer, waiting, retrying, parked, oldestParked, processes }) => [
              consumer,
              waiting,
              retrying,
              parked,
              oldestParked ? age(secondsSince(oldestParked.parkedAt)) : '-',
              processes,
            ]),
          ),
        ]
      : []),
    ...(unrouted?.length
      ? [
          table(
            ['NOBODY LISTENS TO', 'OF THE OLDEST 1,000'],
            unrouted.map(({ type, events }) => [type, events]),
          ),
        ]
      : []),
    adviceOn(status),
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** What somebody should do about. */
function adviceOn({ broker, services, consumers, inboxDays }: EventsStatus): string[] {
  const next = (text: string, command: string) => [text, `  next: ${command}`];
  return [
    ...(broker.away === null
      ? []
      : next(`The event broker does not answer: ${printable(broker.away)}`, 'aurora status')),
    ...(services.some(({ outbox }) => outbox === null)
      ? next('Not every database tells what is in it.', 'aurora migrate status')
      : []),
    ...services.flatMap(({ service, outbox }) =>
      outbox && outbox.dead > 0
        ? next(`The broker refused events of ${service} for good.`, `aurora events parked --outbox ${service}`)
        : [],
    ),
    ...(consumers ?? []).flatMap(({ consumer, parked, drift, oldestParked }) => [
      ...(drift === null
        ? []
        : next(
            `${consumer} has queues that were made otherwise: ${printable(drift)}`,
            `aurora events rebuild --consumer ${consumer}`,
          )),
      ...(parked === 0 ? [] : next(`${consumer} has parked events.`, `aurora events parked --consumer ${consumer}`)),
      ...(oldestParked && secondsSince(oldestParked.time) > (inboxDays - WARNED_DAYS) * DAY_SECONDS
        ? next(
            `warning: ${consumer} has parked an event of ${age(secondsSince(oldestParked.time))} ago. After ${inboxDays} days its inbox cannot tell any more whether it has taken effect.`,
            secondsSince(oldestParked.time) > inboxDays * DAY_SECONDS
              ? `aurora events replay --consumer ${consumer} --forgotten, or purge`
              : `aurora events replay --consumer ${consumer}, or purge`,
          )
        : []),
    ]),
  ];
}
