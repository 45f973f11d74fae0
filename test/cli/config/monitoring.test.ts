import { describe, expect, it } from '@jest/globals';
import { fleetOf, inspect } from './inspect.ts';

const monitoringOf = (text: string, environment = 'development', variables: Record<string, string> = {}) => {
  const { fleet, findings } = inspect(text, { environment, variables });
  expect(findings).toEqual([]);
  return fleet?.infrastructure.monitoring;
};

describe('monitoring', () => {
  it('is none unless it is asked for', () => {
    expect(monitoringOf(fleetOf())).toBeUndefined();
    expect(monitoringOf(`infrastructure: { monitoring: false }\n${fleetOf()}`)).toBeUndefined();
  });

  it('has what is usual where nothing else is said', () => {
    expect(monitoringOf(`infrastructure: { monitoring: true }\n${fleetOf()}`)).toEqual({
      scrapeSeconds: 15,
      retentionDays: 15,
      slo: { availability: 99.9, latencyMs: 500, latencyPercent: 99 },
    });
  });

  it('is laid out by environment, over a mapping or in place of a word', () => {
    const text = `infrastructure: { monitoring: { retentionDays: 30, slo: { latencyMs: 250 } } }
${fleetOf()}environments:
  production: { infrastructure: { monitoring: { webhook: "https://alerts.example", slo: { availability: 99.5 } } } }
  quiet: { infrastructure: { monitoring: false } }
`;
    expect(monitoringOf(text, 'production')).toMatchObject({
      webhook: 'https://alerts.example',
      retentionDays: 30,
      slo: { availability: 99.5, latencyMs: 250 },
    });
    expect(monitoringOf(text, 'quiet')).toBeUndefined();
  });

  it('takes variables for words, numbers and texts', () => {
    const text = `infrastructure: { monitoring: '\${WATCHED}' }\n${fleetOf()}`;
    expect(monitoringOf(text, undefined, { WATCHED: 'true' })).toMatchObject({ scrapeSeconds: 15 });
    const promise = `infrastructure: { monitoring: { slo: { availability: '\${PROMISE:-99.95}' } } }\n${fleetOf()}`;
    expect(monitoringOf(promise)).toMatchObject({ slo: { availability: 99.95 } });
  });
});
