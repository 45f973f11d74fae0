import { table } from '../../table.ts';
import type { Finding, VerifiedService } from './contract.ts';

/** What was found as a table, and below it what to do, in the same order and each once. */
export function printFindings(services: readonly VerifiedService[]): string[] {
  const found = services.flatMap(({ service, findings }) => findings.map((finding) => ({ service, ...finding })));
  if (found.length === 0) return [`${services.map(({ service }) => service).join(', ')}: as the models ask for`];
  const rows = found.map(({ service, severity, table: of, found: is, wanted, ...rest }) => {
    return [severity, service, of ?? '-', whatIs(rest), is ?? '-', wanted ?? '-'];
  });
  return [
    ...table(['SEVERITY', 'SERVICE', 'TABLE', 'WHAT', 'THERE IS', 'SHOULD BE'], rows),
    '',
    ...new Set(found.map(({ next }) => `next: ${next}`)),
  ];
}

/** `index orders_code is missing` */
export function whatIs({
  kind,
  name,
  problem,
  migration,
}: Pick<Finding, 'kind' | 'name' | 'problem' | 'migration'>): string {
  const what = [kind, ...(name === null ? [] : [name])].join(' ');
  const verb = kind === 'rights' ? 'are' : 'is';
  const is = problem === 'differs' ? (kind === 'rights' ? 'differ' : 'differs') : `${verb} ${problem}`;
  return migration === null ? `${what} ${is}` : `${what} ${is} (${migration} is pending)`;
}
