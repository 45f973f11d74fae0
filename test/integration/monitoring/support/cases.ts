import type { Fleet } from '../../../../cli/config/model.ts';

/** Series → values in promtool's notation. */
type Series = Readonly<Record<string, string>>;

/** What an alert has to tell, and what it has to keep silent about. */
export interface AlertCase {
  readonly alert: string;
  /** Between two values, and two evaluations; absent: a minute. */
  readonly every?: string;
  readonly fires: { readonly series: Series; readonly at: string; readonly alerts: readonly Expected[] };
  /** Each by what it is. */
  readonly quiet: Readonly<Record<string, { readonly series: Series; readonly at: string }>>;
}

export interface Expected {
  /** Without the alert's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

/** For a fleet with a gateway and a service behind it. */
export function casesFor({ name: job, services }: Fleet): readonly AlertCase[] {
  const gateway = services.find(({ kind }) => kind === 'gateway')?.name ?? '';
  const service = services.find(({ kind }) => kind === 'domain')?.name ?? '';
  const of = (metric: string, labels = '', at = service) =>
    `${metric}{job="${job}", service="${at}", instance="10.0.0.7:8002"${labels}}`;
  const own = { service };
  const here = { service, instance: '10.0.0.7:8002' };
  const one = (labels: Record<string, string>, summary: string, description: string) => [
    { labels, summary, description },
  ];

  const storage = ', volume="storage"';
  const calls = of('http_client_call_duration_seconds_count', ', target="files", outcome="refused"');
  const visits = of(
    'gateway_upstream_requests_total',
    `, upstream="${service}", upstream_instance="10.0.0.9:8002", outcome="unreachable"`,
    gateway,
  );
  const requests = 'http_request_duration_seconds';
  const answered = (status: number, route = '/api/v1/things') =>
    of(`${requests}_count`, `, method="GET", route="${route}", status="${status}"`, gateway);
  const within = (le: string) =>
    of(`${requests}_bucket`, `, method="GET", route="/api/v1/things", status="200", le="${le}"`, gateway);
  const budget = (slo: string, speed: 'Fast' | 'Slow', description: string) =>
    one(
      { slo },
      speed === 'Fast'
        ? 'The gateway breaks its promise: clients notice now'
        : 'The gateway uses up what may go wrong in 30 days too soon',
      description,
    );
  const up = (down?: string) =>
    Object.fromEntries(services.map(({ name }) => [of('up', '', name), name === down ? '1x5 0x30' : '1x40']));

  return [
    {
      alert: 'AvailabilityBudgetBurningFast',
      every: '2m',
      fires: {
        series: { [answered(200)]: '0+98x30', [answered(503)]: '0+2x30' },
        at: '1h',
        alerts: budget(
          'availability',
          'Fast',
          'Promised: 99.9 % of requests are not answered with a 5xx. At present 20 times as much goes wrong as the 0.1 % that may.',
        ),
      },
      quiet: {
        'five times as much as may, which lasts six days': {
          series: { [answered(200)]: '0+995x30', [answered(503)]: '0+5x30' },
          at: '1h',
        },
        'much within the hour, nothing in the last half of it': {
          series: { [answered(200)]: '0+98x30', [answered(503)]: '0+20x10 200x20' },
          at: '58m',
        },
        'one of the few that are made': {
          series: { [answered(200)]: '0+1x30', [answered(503)]: '0x15 1x15' },
          at: '34m',
        },
        'probes that say no': {
          series: { [answered(200)]: '0+98x30', [answered(503, '/health/ready')]: '0+20x30' },
          at: '1h',
        },
      },
    },
    {
      alert: 'AvailabilityBudgetBurningSlow',
      every: '1h',
      fires: {
        series: { [answered(200)]: '0+998x90', [answered(500)]: '0+2x90' },
        at: '80h',
        alerts: budget(
          'availability',
          'Slow',
          'Promised: 99.9 % of requests are not answered with a 5xx. At present 2 times as much goes wrong as the 0.1 % that may, seen over three days.',
        ),
      },
      quiet: {
        'half of what may': { series: { [answered(200)]: '0+9995x90', [answered(500)]: '0+5x90' }, at: '80h' },
      },
    },
    {
      alert: 'LatencyBudgetBurningFast',
      every: '2m',
      fires: {
        series: { [answered(200)]: '0+100x30', [within('0.5')]: '0+80x30', [within('+Inf')]: '0+100x30' },
        at: '1h',
        alerts: budget(
          'latency',
          'Fast',
          'Promised: 99 % of requests are answered within 500 ms. At present 20 times as much goes wrong as the 1 % that may.',
        ),
      },
      quiet: {
        'all in time': {
          series: { [answered(200)]: '0+100x30', [within('0.5')]: '0+100x30', [within('+Inf')]: '0+100x30' },
          at: '1h',
        },
        'WebSockets, which stay open': {
          series: {
            [answered(200)]: '0+100x30',
            [within('0.5')]: '0+100x30',
            [answered(101)]: '0+100x30',
          },
          at: '1h',
        },
        'contents of files, which take as long as they are large': {
          series: {
            [answered(200)]: '0+100x30',
            [within('0.5')]: '0+100x30',
            [answered(200, '/api/v1/files/:id/content')]: '0+100x30',
          },
          at: '1h',
        },
        'long polls for settings, which are held back': {
          series: {
            [answered(200)]: '0+100x30',
            [within('0.5')]: '0+100x30',
            [answered(304, '/api/v1/config')]: '0+100x30',
          },
          at: '1h',
        },
      },
    },
    {
      alert: 'LatencyBudgetBurningSlow',
      every: '1h',
      fires: {
        series: { [answered(200)]: '0+1000x90', [within('0.5')]: '0+980x90' },
        at: '80h',
        alerts: budget(
          'latency',
          'Slow',
          'Promised: 99 % of requests are answered within 500 ms. At present 2 times as much goes wrong as the 1 % that may, seen over three days.',
        ),
      },
      quiet: {
        'half of what may': { series: { [answered(200)]: '0+1000x90', [within('0.5')]: '0+995x90' }, at: '80h' },
      },
    },
    {
      alert: 'ServiceDown',
      fires: {
        series: up(service),
        at: '10m',
        alerts: one(own, `${service} is down`, `No instance of ${service} has answered for 60 s.`),
      },
      quiet: {
        'all answer': { series: up(), at: '10m' },
        'down since this moment': { series: up(service), at: '6m' },
        'one instance of two': {
          series: { ...up(), [`up{job="${job}", service="${service}", instance="10.0.0.8:8002"}`]: '0x40' },
          at: '10m',
        },
      },
    },
    {
      alert: 'ServiceNotReady',
      fires: {
        series: { [of('service_ready')]: '0x10' },
        at: '5m',
        alerts: one(
          here,
          `${service} takes no requests`,
          `${service} (10.0.0.7:8002) runs, and has not been ready for two minutes.`,
        ),
      },
      quiet: {
        ready: { series: { [of('service_ready')]: '1x10' }, at: '5m' },
        degraded: { series: { [of('service_ready')]: '0.5x10' }, at: '5m' },
        starting: { series: { [of('service_ready')]: '0x1 1x10' }, at: '5m' },
      },
    },
    {
      alert: 'ServiceDegraded',
      fires: {
        series: { [of('service_ready')]: '0.5x20' },
        at: '15m',
        alerts: one(
          here,
          `${service} lacks something that it can do without`,
          `${service} (10.0.0.7:8002) has been degraded for ten minutes.`,
        ),
      },
      quiet: { 'for a moment': { series: { [of('service_ready')]: '1x3 0.5x3 1x20' }, at: '15m' } },
    },
    {
      alert: 'ServiceRestarting',
      fires: {
        series: { [of('process_start_time_seconds')]: '100 100 200 200 300 300 400 400 400' },
        at: '8m',
        alerts: one(
          own,
          `${service} ends and is started again and again`,
          `${service} has been started 3 times within 15 minutes.`,
        ),
      },
      quiet: { 'once, by a deploy': { series: { [of('process_start_time_seconds')]: '100x3 200x20' }, at: '15m' } },
    },
    {
      alert: 'DeployUnfinished',
      fires: {
        series: {
          [of('service_info', ', version="1.0.0", build="abc"')]: '1x60',
          [of('service_info', ', version="1.0.1", build="def"')]: '1x60',
        },
        at: '40m',
        alerts: one(
          own,
          `Two builds of ${service} run side by side`,
          `2 builds of ${service} have run for half an hour: a deploy has failed, or nobody has finished it.`,
        ),
      },
      quiet: {
        'a deploy of ten minutes': {
          series: {
            [of('service_info', ', version="1.0.0", build="abc"')]: '1x20 _x40',
            [of('service_info', ', version="1.0.1", build="def"')]: '_x10 1x50',
          },
          at: '40m',
        },
        'two instances of one build': {
          series: {
            [of('service_info', ', build="abc", colour="blue"')]: '1x60',
            [of('service_info', ', build="abc", colour="green"')]: '1x60',
          },
          at: '40m',
        },
      },
    },
    {
      alert: 'DependencyDown',
      fires: {
        series: { [of('dependency_up', ', dependency="broker"')]: '0x10' },
        at: '5m',
        alerts: one(
          { service, dependency: 'broker' },
          `${service} does not reach its broker`,
          `The broker of ${service} has been away for two minutes.`,
        ),
      },
      quiet: {
        there: { series: { [of('dependency_up', ', dependency="broker"')]: '1x10' }, at: '5m' },
        'away for a moment': { series: { [of('dependency_up', ', dependency="broker"')]: '1 0 0 1x10' }, at: '5m' },
        'a migration, of which another alert tells': {
          series: { [of('dependency_up', ', dependency="migrations"')]: '0x10' },
          at: '5m',
        },
      },
    },
    {
      alert: 'CallBreakerOpen',
      fires: {
        series: { [of('http_client_breaker_open', ', target="files"')]: '0 1 0.5 1 1 1 1', [calls]: '0+5x10' },
        at: '4m',
        alerts: one(
          { service, target: 'files' },
          `${service} has stopped calling files`,
          `Calls of ${service} to files have been refused for a minute: too many had failed.`,
        ),
      },
      quiet: {
        closed: {
          series: { [of('http_client_breaker_open', ', target="files"')]: '0x10', [calls]: '0+5x10' },
          at: '4m',
        },
        'open as it was left, and nobody calls any more': {
          series: { [of('http_client_breaker_open', ', target="files"')]: '0 1x20', [calls]: '0+5x3 15x20' },
          at: '15m',
        },
      },
    },
    {
      alert: 'GatewayBreakerOpen',
      fires: {
        series: {
          [of('gateway_breaker_open', `, upstream="${service}", route="any"`, gateway)]: '1x10',
          [visits]: '0+5x10',
        },
        at: '4m',
        alerts: one(
          { ...own, upstream: service, route: 'any' },
          `The gateway has stopped sending requests to ${service}`,
          `An instance of ${service} has got no requests of the route any for a minute: too many had failed.`,
        ),
      },
      quiet: {
        'closed again': {
          series: {
            [of('gateway_breaker_open', `, upstream="${service}", route="any"`, gateway)]: '1 _ _ _ _',
            [visits]: '0+5x20',
          },
          at: '10m',
        },
        'open as it was left, and nobody asks any more': {
          series: {
            [of('gateway_breaker_open', `, upstream="${service}", route="any"`, gateway)]: '1x20',
            [visits]: '0+5x3 15x20',
          },
          at: '15m',
        },
      },
    },
    {
      alert: 'MigrationMissing',
      fires: {
        series: { [of('database_migration_missing')]: '1x20' },
        at: '10m',
        alerts: one(
          own,
          `The database of ${service} lacks a migration`,
          `The code of ${service} has known a migration for five minutes that its database has not had.`,
        ),
      },
      quiet: {
        'all are there': { series: { [of('database_migration_missing')]: '0x20' }, at: '10m' },
        'while a deploy migrates': { series: { [of('database_migration_missing')]: '1x3 0x20' }, at: '10m' },
      },
    },
    {
      alert: 'DatabasePoolExhausted',
      fires: {
        series: { [of('database_connections', ', state="waiting"')]: '7x10' },
        at: '5m',
        alerts: one(
          here,
          `${service} has too few connections to its database`,
          `7 callers in ${service} wait for a connection, and some have for two minutes.`,
        ),
      },
      quiet: {
        'all in use, nobody waits': {
          series: {
            [of('database_connections', ', state="used"')]: '10x10',
            [of('database_connections', ', state="waiting"')]: '0x10',
          },
          at: '5m',
        },
      },
    },
    {
      alert: 'EventsParked',
      fires: {
        series: { [of('events_parked', ', consumer="copies"')]: '0 2x10' },
        at: '5m',
        alerts: one(
          { service, consumer: 'copies' },
          'copies has given up on events',
          '2 events are parked at copies: each failed as often as it may.',
        ),
      },
      quiet: { none: { series: { [of('events_parked', ', consumer="copies"')]: '0x10' }, at: '5m' } },
    },
    {
      alert: 'OutboxStalled',
      fires: {
        series: { [of('outbox_oldest_event_seconds')]: '0+60x10' },
        at: '6m',
        alerts: one(
          own,
          `${service} does not get its events to the broker`,
          `The oldest event in the outbox of ${service} has waited for 6m 0s.`,
        ),
      },
      quiet: {
        'sent at once': { series: { [of('outbox_oldest_event_seconds')]: '0 1 0 2 0 1 0' }, at: '6m' },
        'a database that is away tells nothing': {
          series: { [of('outbox_oldest_event_seconds')]: 'NaN NaN NaN NaN NaN NaN NaN' },
          at: '6m',
        },
      },
    },
    {
      alert: 'OutboxDead',
      fires: {
        series: { [of('outbox_dead_events')]: '0 3x5' },
        at: '3m',
        alerts: one(
          own,
          `The broker has refused events of ${service} for good`,
          `3 events of ${service} will not be sent any more.`,
        ),
      },
      quiet: { none: { series: { [of('outbox_dead_events')]: '0x5' }, at: '3m' } },
    },
    {
      alert: 'ConsumerFallingBehind',
      fires: {
        // A broker that was too busy once to say how many.
        series: { [of('events_waiting', ', consumer="copies"')]: '200+10x24 NaN 460+10x20' },
        at: '30m',
        alerts: one(
          { service, consumer: 'copies' },
          'copies gets more events than it handles',
          'For ten minutes copies has had 400 events and more waiting, and they become more.',
        ),
      },
      quiet: {
        'a large import that is being worked off': {
          series: { [of('events_waiting', ', consumer="copies"')]: '5000-50x60' },
          at: '30m',
        },
        'few, if more than before': {
          series: { [of('events_waiting', ', consumer="copies"')]: '0+1x60' },
          at: '30m',
        },
      },
    },
    {
      alert: 'DiskAlmostFull',
      fires: {
        series: { [of('disk_free_bytes', storage)]: '40x20', [of('disk_size_bytes', storage)]: '1000x20' },
        at: '10m',
        alerts: one(
          { ...here, volume: 'storage' },
          `The disk with storage of ${service} is almost full`,
          `4% of the disk with storage of ${service} (10.0.0.7:8002) is free.`,
        ),
      },
      quiet: {
        'a tenth is free': {
          series: { [of('disk_free_bytes', storage)]: '100x20', [of('disk_size_bytes', storage)]: '1000x20' },
          at: '10m',
        },
      },
    },
    {
      alert: 'DiskFillingUp',
      every: '10m',
      fires: {
        // A disk that was too busy once to say how much.
        series: {
          [of('disk_free_bytes', storage)]: '20000-150x29 NaN 15350-150x30',
          [of('disk_size_bytes', storage)]: '100000x60',
        },
        at: '9h',
        alerts: one(
          { ...here, volume: 'storage' },
          `The disk with storage of ${service} will be full within a day`,
          `11.9% of the disk with storage of ${service} (10.0.0.7:8002) is free, and it becomes less.`,
        ),
      },
      quiet: {
        'watched for an hour only': {
          series: {
            [of('disk_free_bytes', storage)]: '_x40 20000-900x10',
            [of('disk_size_bytes', storage)]: '_x40 100000x10',
          },
          at: '7h50m',
        },
        'it lasts for weeks': {
          series: { [of('disk_free_bytes', storage)]: '20000-1x60', [of('disk_size_bytes', storage)]: '100000x60' },
          at: '9h',
        },
        'more than a quarter is free': {
          series: { [of('disk_free_bytes', storage)]: '90000-1000x55', [of('disk_size_bytes', storage)]: '100000x60' },
          at: '9h',
        },
      },
    },
    {
      alert: 'EventLoopBlocked',
      fires: {
        series: { [of('nodejs_eventloop_lag_p99_seconds')]: '0.5x20' },
        at: '10m',
        alerts: one(
          here,
          `${service} is too busy to answer in time`,
          `In ${service} (10.0.0.7:8002) one piece of work in a hundred has waited 500ms for its turn, for five minutes.`,
        ),
      },
      quiet: {
        'as ever': { series: { [of('nodejs_eventloop_lag_p99_seconds')]: '0.012x20' }, at: '10m' },
        'a pause of two minutes': {
          series: { [of('nodejs_eventloop_lag_p99_seconds')]: '0.01x3 0.5x2 0.01x20' },
          at: '10m',
        },
      },
    },
  ];
}
