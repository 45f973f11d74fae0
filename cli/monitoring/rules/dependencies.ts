import type { AlertRule, RuleGroup } from '../rule.ts';
import type { Select } from '../select.ts';

interface Parts {
  readonly hasGateway: boolean;
  readonly hasDatabase: boolean;
}

/** What the services stand on, and how they get on with each other. */
export function dependencyRules(select: Select, { hasGateway, hasDatabase }: Parts): RuleGroup {
  return {
    name: 'dependencies',
    rules: [
      {
        alert: 'DependencyDown',
        // Of a migration that is missing another alert tells.
        expr: `min by (service, dependency) (${select('dependency_up', 'dependency!="migrations"')}) == 0`,
        forSeconds: 120,
        severity: 'warning',
        summary: '{{ $labels.service }} does not reach its {{ $labels.dependency }}',
        description: 'The {{ $labels.dependency }} of {{ $labels.service }} has been away for two minutes.',
        next: 'aurora status',
      },
      {
        alert: 'CallBreakerOpen',
        // 0.5 while it is probed, which is not yet closed. One that nobody calls stays as it was, though all be well.
        expr: whileFailing(
          `max by (service, target) (${select('http_client_breaker_open')}) > 0`,
          'service, target',
          select('http_client_call_duration_seconds_count', 'outcome=~"refused|failed|timeout"'),
        ),
        forSeconds: 60,
        severity: 'warning',
        summary: '{{ $labels.service }} has stopped calling {{ $labels.target }}',
        description:
          'Calls of {{ $labels.service }} to {{ $labels.target }} have been refused for a minute: too many had failed.',
        next: 'aurora logs --service {{ $labels.target }} --level warn --since 15m',
      },
      ...(hasGateway ? [gatewayBreaker(select)] : []),
      ...(hasDatabase ? databaseAlerts(select) : []),
    ],
  };
}

/** As long as calls are made that fail: a breaker is closed by one that succeeds, and by nothing else. */
function whileFailing(open: string, by: string, failures: string): string {
  return `${open}\nand on (${by}) sum by (${by}) (increase(${failures}[5m])) > 0`;
}

function gatewayBreaker(select: Select): AlertRule {
  return {
    alert: 'GatewayBreakerOpen',
    expr: whileFailing(
      `max by (upstream, route) (${select('gateway_breaker_open')}) > 0`,
      'upstream',
      select('gateway_upstream_requests_total', 'outcome=~"failed|unreachable|timeout"'),
    ),
    forSeconds: 60,
    severity: 'warning',
    // Whose alert it is: held back where that service is down.
    labels: { service: '{{ $labels.upstream }}' },
    summary: 'The gateway has stopped sending requests to {{ $labels.upstream }}',
    description:
      'An instance of {{ $labels.upstream }} has got no requests of the route {{ $labels.route }} for a minute: too many had failed.',
    next: 'aurora logs --service {{ $labels.upstream }} --level warn --since 15m',
  };
}

function databaseAlerts(select: Select): AlertRule[] {
  return [
    {
      alert: 'MigrationMissing',
      expr: `max by (service) (${select('database_migration_missing')}) == 1`,
      forSeconds: 300,
      severity: 'warning',
      summary: 'The database of {{ $labels.service }} lacks a migration',
      description:
        'The code of {{ $labels.service }} has known a migration for five minutes that its database has not had.',
      next: 'aurora migrate status',
    },
    {
      alert: 'DatabasePoolExhausted',
      expr: `max by (service, instance) (${select('database_connections', 'state="waiting"')}) > 0`,
      forSeconds: 120,
      severity: 'warning',
      summary: '{{ $labels.service }} has too few connections to its database',
      description:
        '{{ $value }} callers in {{ $labels.service }} wait for a connection, and some have for two minutes.',
      next: 'aurora logs --service {{ $labels.service }} --level warn --since 15m',
    },
  ];
}
