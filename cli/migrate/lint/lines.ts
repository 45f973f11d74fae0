import type { Finding } from './contract.ts';

/** Columns of a statement that are shown. */
const SHOWN = 160;

export interface Counts {
  readonly migrations: number;
  readonly errors: number;
  readonly warnings: number;
}

/** Findings for a person, those of a file together. */
export function linesOf(findings: readonly Finding[], counts: Counts): string[] {
  const files = Map.groupBy(findings, ({ file }) => file);
  const blocks = [...files].flatMap(([file, own]) => [file, ...own.flatMap(block), '']);
  return [...blocks, ...wayOut(findings), summary(counts)];
}

function block({ severity, rule, subject, direction, engines, statement, why, safe }: Finding): string[] {
  const where = [direction === 'down' ? ['down'] : [], engines].flat().join(', ');
  return [
    `  ${severity.padEnd(7)} ${rule}: ${subject}${where && ` (${where})`}`,
    ...(statement === undefined ? [] : [`    sql   ${short(statement)}`]),
    `    why   ${why}`,
    `    safe  ${safe}`,
  ];
}

/** On one line, and not longer than is needed to find it. */
function short(statement: string): string {
  const line = statement.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

function wayOut(findings: readonly Finding[]): string[] {
  const first = findings.find(({ statement }) => statement !== undefined);
  if (!first) return [];
  return [`Where it is safe all the same, the file says why: export const allow = { '${first.rule}': '…' };`, ''];
}

function summary({ migrations, errors, warnings }: Counts): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${count(migrations, 'migration')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
