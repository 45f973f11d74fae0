import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { age, secondsSince } from './ages.ts';
import { type DeadLetter, nameOf } from './dead-letters.ts';
import type { ParkedEvent } from './fleet-code.ts';

/** A reason is another program's text; all of it is in `events show`. */
const LONGEST_REASON = 100;

/** A line for each event; with the place where they are in several. */
export function letterTable(letters: readonly (ParkedEvent | DeadLetter)[]): string[] {
  const several = letters.some((letter) => 'consumer' in letter || 'outbox' in letter);
  const heads = ['ID', 'TYPE', 'SUBJECT', 'ATTEMPTS', 'AGE', 'REASON'];
  return table(
    several ? ['PARKED BY', ...heads] : heads,
    letters.map((letter) => {
      const { event, attempts, reason, parkedAt } = letter;
      const cells = [event.id, event.type, event.subject].map(printable);
      const shown = printable(reason);
      return [
        ...(several ? [nameOf(letter as DeadLetter)] : []),
        ...cells,
        attempts,
        age(secondsSince(parkedAt)),
        shown.length > LONGEST_REASON ? `${shown.slice(0, LONGEST_REASON)}…` : shown,
      ];
    }),
  );
}

/** All there is to know of one. */
export function letterLines(letter: DeadLetter): string[] {
  const { event, attempts, reason, parkedAt } = letter;
  const place = 'consumer' in letter ? `consumer ${letter.consumer}` : nameOf(letter);
  return [
    `parked    ${place}, ${parkedAt}`,
    `attempts  ${attempts}`,
    `reason    ${printable(reason)}`,
    ...JSON.stringify(event, null, 2).split('\n').map(printable),
  ];
}
