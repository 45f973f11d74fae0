import type { Fleet } from '../../../cli/config/model.ts';
import { USUAL_MONITORING } from '../../../cli/config/monitoring.ts';
import { type AlertRule, isAlert, promDuration } from '../../../cli/monitoring/rule.ts';
import { rulesFor } from '../../../cli/monitoring/rules/rules.ts';

export function alertsOf(fleet: Fleet): readonly AlertRule[] {
  return rulesFor(fleet, USUAL_MONITORING).flatMap(({ rules }) => rules.filter(isAlert));
}

/** All alerts, and what to type first. */
export function alertTable(fleet: Fleet): string {
  const rows = alertsOf(fleet).map(({ alert, severity, forSeconds, summary, next }) => {
    const lasting = forSeconds === undefined ? 'at once' : promDuration(forSeconds);
    return `| [${alert}](#${alert.toLowerCase()}) | ${severity} | ${inWords(summary).replaceAll('<', '&lt;')} | ${lasting} | \`${inWords(next)}\` |`;
  });
  return ['| alert | severity | tells | after | first |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function inWords(template: string): string {
  return template.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '<$1>');
}
