import { stringify } from 'yaml';
import type { Monitoring } from '../config/model.ts';

const RECEIVER = 'fleet';
/** What belongs together is told together: after one look, and again after twenty. */
const GROUP_INTERVAL_LOOKS = 20;

/**
 * Alertmanager's configuration. The URL stands in the text itself, which is why whoever writes it treats it as a secret: versions
 * before 0.26 read none from a file of its own.
 * @param webhook undefined: alerts are only shown
 */
export function alertmanagerConfig({ scrapeSeconds }: Monitoring, webhook: string | undefined): string {
  const document = {
    route: {
      receiver: RECEIVER,
      group_by: ['alertname', 'fleet', 'service'],
      group_wait: `${scrapeSeconds}s`,
      group_interval: `${GROUP_INTERVAL_LOOKS * scrapeSeconds}s`,
      repeat_interval: '4h',
    },
    inhibit_rules: [
      // Of a service that is down everybody knows what else is wrong with it.
      inhibit('alertname="ServiceDown"', 'severity="warning"', ['fleet', 'service']),
      inhibit('severity="critical"', 'alertname=~".+BudgetBurningSlow"', ['fleet', 'slo']),
    ],
    receivers: [{ name: RECEIVER, ...(webhook !== undefined && { webhook_configs: [{ url: webhook }] }) }],
  };
  return `# Written by aurora. Changes are overwritten.\n${stringify(document, { lineWidth: 0 })}`;
}

function inhibit(source: string, target: string, equal: readonly string[]) {
  return { source_matchers: [source], target_matchers: [target], equal };
}
