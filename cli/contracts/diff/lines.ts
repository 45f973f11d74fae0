import type { Change } from './change.ts';

const MARKS = { breaking: '✗', additive: '+' } as const;

/** What people read: a block for each service, what breaks somebody first; then how many of each. */
export function diffLines(changes: readonly Change[], against: string): string[] {
  const count = (severity: Change['severity']) => changes.filter((each) => each.severity === severity).length;
  if (changes.length === 0) return [`contracts are as in ${against}`];
  const blocks = [...Map.groupBy(changes, ({ service }) => service)].flatMap(([service, all]) => [
    service,
    ...all.flatMap(changeLines),
    '',
  ]);
  return [...blocks, `${count('breaking')} breaking, ${count('additive')} additive, against ${against}`];
}

function changeLines({ severity, operation, path, what, why, next, rule }: Change): string[] {
  const where = [operation, path].filter(Boolean).join(': ');
  const first = `  ${MARKS[severity]} ${where && `${where}: `}${what}  (${rule})`;
  if (severity === 'additive') return [first];
  return [first, `      ${why}`, ...(next === null ? [] : [`      next: ${next}`])];
}
