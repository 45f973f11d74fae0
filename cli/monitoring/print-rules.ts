import { stringify } from 'yaml';
import { type AlertRule, isAlert, promDuration, type RecordingRule, type RuleGroup } from './rule.ts';

/** The page that has a section for each alert. */
export const ALERTS_PAGE = 'docs/alerts.md';

/** Rules as Prometheus reads them. */
export function printRules(groups: readonly RuleGroup[]): string {
  const document = {
    groups: groups.map(({ name, intervalSeconds, rules }) => ({
      name,
      ...(intervalSeconds !== undefined && { interval: promDuration(intervalSeconds) }),
      rules: rules.map((rule) => (isAlert(rule) ? alertOf(rule) : recordingOf(rule))),
    })),
  };
  return `# Written by aurora. Changes are overwritten.\n${stringify(document, { lineWidth: 0 })}`;
}

function recordingOf({ record, expr, labels }: RecordingRule) {
  return { record, expr, ...(labels && { labels }) };
}

function alertOf({ alert, expr, forSeconds, severity, labels, summary, description, next }: AlertRule) {
  return {
    alert,
    expr,
    ...(forSeconds !== undefined && { for: promDuration(forSeconds) }),
    labels: { severity, ...labels },
    annotations: { summary, description, runbook: runbookOf(alert, next) },
  };
}

/** The command to type next, and where to read on. */
export function runbookOf(alert: string, next: string): string {
  return `${next}; then ${ALERTS_PAGE}#${alert.toLowerCase()}`;
}
