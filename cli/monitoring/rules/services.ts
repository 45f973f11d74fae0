import type { Fleet } from '../../config/model.ts';
import type { AlertRule, RecordingRule, RuleGroup } from '../rule.ts';
import type { Select } from '../select.ts';

/** Of the looks at a service that fail one after the other before somebody is told. */
const LOOKS = 4;
const EXPECTED = 'service:expected';

/** Whether each service of the config is there and does its work. */
export function serviceRules(select: Select, { services }: Fleet, scrapeSeconds: number): RuleGroup {
  const expected = services.map(
    ({ name }): RecordingRule => ({ record: EXPECTED, expr: 'vector(1)', labels: { service: name } }),
  );
  return {
    name: 'services',
    rules: [
      ...expected,
      {
        record: 'service:start_time_seconds:max',
        expr: `max by (service) (${select('process_start_time_seconds')})`,
      },
      ...alerts(select, scrapeSeconds),
    ],
  };
}

function alerts(select: Select, scrapeSeconds: number): AlertRule[] {
  return [
    {
      alert: 'ServiceDown',
      // A service that is gone has no series that could be 0.
      expr: `${EXPECTED} unless on (service) (${select('up')} == 1)`,
      forSeconds: LOOKS * scrapeSeconds,
      severity: 'critical',
      summary: '{{ $labels.service }} is down',
      description: `No instance of {{ $labels.service }} has answered for ${LOOKS * scrapeSeconds} s.`,
      next: 'aurora status',
    },
    {
      alert: 'ServiceNotReady',
      expr: `min by (service, instance) (${select('service_ready')}) < 0.5`,
      forSeconds: 120,
      severity: 'critical',
      summary: '{{ $labels.service }} takes no requests',
      description: '{{ $labels.service }} ({{ $labels.instance }}) runs, and has not been ready for two minutes.',
      next: 'aurora status',
    },
    {
      alert: 'ServiceDegraded',
      expr: `min by (service, instance) (${select('service_ready')}) == 0.5`,
      forSeconds: 600,
      severity: 'warning',
      summary: '{{ $labels.service }} lacks something that it can do without',
      description: '{{ $labels.service }} ({{ $labels.instance }}) has been degraded for ten minutes.',
      next: 'aurora status',
    },
    {
      alert: 'ServiceRestarting',
      expr: 'changes(service:start_time_seconds:max[15m]) >= 3',
      severity: 'warning',
      summary: '{{ $labels.service }} ends and is started again and again',
      description: '{{ $labels.service }} has been started {{ $value }} times within 15 minutes.',
      next: 'aurora logs --service {{ $labels.service }} --since 15m',
    },
    {
      alert: 'DeployUnfinished',
      expr: `count by (service) (count by (service, build) (${select('service_info')})) > 1`,
      forSeconds: 1800,
      severity: 'warning',
      summary: 'Two builds of {{ $labels.service }} run side by side',
      description:
        '{{ $value }} builds of {{ $labels.service }} have run for half an hour: a deploy has failed, or nobody has finished it.',
      next: 'aurora deploy status',
    },
  ];
}
