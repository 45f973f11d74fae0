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
        expr: `min by (service, dependency) (${select('dependency_up')}) == 0`,
        forSeconds: 120,
        severity: 'warning',
        summary: '{{ $labels.service }} does not reach its {{ $labels.dependency }}',
        description: 'The {{ $labels.dependency }} of {{ $labels.service }} has been away for two minutes.',
        next: 'aurora status',
      },
      {
        alert: 'CallBreakerOpen',
        // 0.5 while it is probed, which is not yet closed.
        expr: `max by (service, target) (${select('http_client_breaker_open')}) > 0`,
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

function gatewayBreaker(select: Select): AlertRule {
  return {
    alert: 'GatewayBreakerOpen',
    expr: `max by (upstream, route) (${select('gateway_breaker_open')}) > 0`,
    forSeconds: 60,
    severity: 'warning',
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
