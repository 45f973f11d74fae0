import { stringify } from 'yaml';
import type { Fleet, Monitoring } from '../config/model.ts';

/** Where a Prometheus finds what it needs. */
export interface PrometheusPlaces {
  /** Of the instances of a service. */
  readonly targets: (service: string) => Targets;
  /** A token that opens `/metrics`. */
  readonly tokenFile: string;
  readonly rulesFile: string;
  /** `host:port`. */
  readonly alertmanager: string;
}

export type Targets =
  /** A name that stands for all instances, whichever there are at the moment. */
  { readonly dns: string; readonly port: number } | { readonly address: string };

const MOST_TIMEOUT_SECONDS = 10;

/** Prometheus' configuration for a fleet: one job of that name, whose targets carry the label `service`. */
export function prometheusConfig(
  { name, environment, services }: Fleet,
  { scrapeSeconds }: Monitoring,
  { targets, tokenFile, rulesFile, alertmanager }: PrometheusPlaces,
): string {
  const interval = `${scrapeSeconds}s`;
  const found = services.map((service) => ({ service: service.name, ...targets(service.name) }));
  const byName = found.flatMap((each) => ('dns' in each ? [each] : []));
  const fixed = found.flatMap((each) => ('address' in each ? [each] : []));
  const document = {
    global: {
      scrape_interval: interval,
      scrape_timeout: `${Math.min(scrapeSeconds, MOST_TIMEOUT_SECONDS)}s`,
      evaluation_interval: interval,
      external_labels: { fleet: name, environment },
    },
    rule_files: [rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: [
      {
        job_name: name,
        authorization: { credentials_file: tokenFile },
        ...(byName.length > 0 && {
          dns_sd_configs: byName.map(({ dns, port }) => ({
            names: [dns],
            type: 'A',
            port,
            refresh_interval: interval,
          })),
        }),
        ...(fixed.length > 0 && {
          static_configs: fixed.map(({ service, address }) => ({ targets: [address], labels: { service } })),
        }),
        ...(byName.length > 0 && {
          relabel_configs: [{ source_labels: ['__meta_dns_name'], target_label: 'service' }],
        }),
        metric_relabel_configs: OWN_LABELS,
      },
    ],
  };
  return `# Written by aurora. Changes are overwritten.\n${stringify(document, { lineWidth: 0 })}`;
}

/**
 * A service says its own name, too, which Prometheus sets aside as `exported_service`. But what the gateway tells of those behind it
 * carries theirs: `upstream` and `upstream_instance` from here on.
 */
const OWN_LABELS = [
  {
    source_labels: ['__name__', 'exported_service'],
    regex: 'gateway_(?:upstream|breaker|retries|websockets|validations)_.+;(.+)',
    target_label: 'upstream',
  },
  { source_labels: ['exported_instance'], regex: '(.+)', target_label: 'upstream_instance' },
  { regex: 'exported_(?:service|instance)', action: 'labeldrop' },
];
