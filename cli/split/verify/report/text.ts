import { paint } from '../../../narrators/paint.ts';
import { table } from '../../../table.ts';
import type { Verification } from '../contract.ts';
import { faultsOf, number, sentence, total } from './faults.ts';

/** Examples of each fault that a terminal shows; the others are in the JSON and on the page. */
const EXAMPLES = 5;

/** What a terminal shows of a verification. */
export function summary(verification: Verification): string[] {
  const colour = paint(process.stdout);
  const faults = faultsOf(verification);
  const verdict = verification.holds
    ? colour('green', '✓ All of it holds.')
    : colour(
        ['red', 'bold'],
        `✗ ${number(faults.length)} ${faults.length === 1 ? 'thing does' : 'things do'} not hold.`,
      );
  return [
    ...rows(verification),
    '',
    ...others(verification),
    '',
    ...faults.flatMap(({ where, what, found }) => [
      `${colour('red', '✗')} ${where}: ${what}`,
      ...found.examples.slice(0, EXAMPLES).map((finding) => `    ${sentence(finding)}`),
      ...(found.count > EXAMPLES && found.examples.length > 0
        ? [`    and ${number(found.count - Math.min(EXAMPLES, found.examples.length))} more`]
        : []),
    ]),
    verdict,
  ];
}

function rows({ entities }: Verification): string[] {
  return table(
    ['MAPPING', 'INTO', 'SOURCE', 'LEFT OUT', 'QUARANTINED', 'MIGRATED', 'CHANGED', 'CHECKSUM'],
    entities.flatMap(({ into, from, migrated, changed, checksum: { source, target } }) =>
      from.map(({ mapping, source: all, leftOut, quarantined }, at) => [
        mapping,
        into,
        number(all),
        number(leftOut),
        number(total(quarantined)),
        // Rows of one entity do not tell which mapping they come from.
        at === 0 ? number(migrated) : '"',
        at === 0 ? number(changed) : '"',
        at === 0 ? (source === target ? source : `${source} ≠ ${target}`) : '"',
      ]),
    ),
  );
}

function others({ references, copies, files, sample }: Verification): string[] {
  const mark = (holds: boolean) => (holds ? '✓' : '✗');
  return [
    ...references.map(
      ({ service, entity, field, target, checked, holds }) =>
        `${mark(holds)} ${service}.${entity}.${field}: ${number(checked)} of ${target} referred to`,
    ),
    ...copies.map(({ service, target, checked, behind, absent, holds }) => {
      const notes = [
        behind > 0 ? `, ${number(behind)} behind` : '',
        absent > 0 ? `, ${number(absent)} not copied` : '',
      ];
      return `${mark(holds)} ${service} keeps ${number(checked)} of ${target}${notes.join('')}`;
    }),
    ...files.map(
      ({ service, checked, bytes, holds }) =>
        `${mark(holds)} ${service}: ${number(checked)} files read, ${number(bytes)} bytes`,
    ),
    `${mark(sample.holds)} ${number(sample.compared)} rows of a sample compared, ${number(sample.fields)} fields (--seed ${sample.seed})`,
  ];
}
