import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hintsIn, processIn } from '../../../cli/load/beside.ts';
import { firstScenario } from '../../../cli/load/first-scenario.ts';
import { compare } from '../../../cli/load/result/compare.ts';
import type { Measured } from '../../../cli/load/result/contract.ts';
import { judge, parseThreshold } from '../../../cli/load/result/threshold.ts';
import { artifacts } from '../../../cli/load/scenario/build/artifacts.ts';
import { parseScenario } from '../../../cli/load/scenario/read.ts';
import { repository } from '../../support/aurora.ts';
import { inspect } from '../config/inspect.ts';

const { fleet } = inspect(readFileSync(join(repository, 'aurora.config.yaml'), 'utf8'));
const ARTIFACTS = await artifacts();
const FLEET = fleet as NonNullable<typeof fleet>;

function findingsIn(text: string): string[] {
  try {
    parseScenario(text, '/fleet/load/test.yaml', FLEET);
    return [];
  } catch (error) {
    const { findings } = (error as { facts: { findings: { line: number; column: number; code: string }[] } }).facts;
    return findings.map(({ line, column, code }) => `${line}:${column} ${code}`);
  }
}

describe('a scenario', () => {
  it('is told every mistake with its place', () => {
    const text = `version: 1
target: gatewy
phases:
  - { duration: 30 s, rate: 5 }
  - { duration: 30s }
actions:
  a: { read: subject-service.Subjekt }
  b: { weight: 1 }
thresholds:
  - if: p98 < 5ms
  - { if: p99 < 5ms, action: c }
  - if: error_rate < 5ms
`;
    expect(findingsIn(text)).toEqual([
      '2:9 unknown_service',
      '4:17 bad_form',
      '5:5 one_rate',
      '7:14 unknown_entity',
      '8:6 one_deed',
      '10:9 bad_threshold',
      '11:30 unknown_action',
      '12:9 bad_threshold',
    ]);
  });

  it('of a first time fits its fleet', () => {
    const { actions, thresholds } = parseScenario(firstScenario(FLEET), '/fleet/load/first.yaml', FLEET);
    expect(actions.length).toBeGreaterThan(4);
    expect(thresholds).toHaveLength(3);
  });

  it.each(ARTIFACTS)('has what its schema decides in %s (else: npm run config:build)', (path, content) => {
    expect(readFileSync(join(repository, path), 'utf8')).toBe(content);
  });
});

describe('a threshold', () => {
  const figures = {
    latency: { p50: 1, p90: 5, p99: 49, 'p99.9': 70, max: 80, mean: 2 },
    count: 1000,
    errors: 2,
    rate: 98,
    asked: 100,
  };
  it.each([
    ['p99 < 50ms', true],
    ['p99.9 < 0.05s', false],
    ['error_rate < 0.1%', false],
    ['error_rate <= 0.2%', true],
    ['rate >= 0.99 of asked', false],
    ['rate > 97/s', true],
  ])('%s: %s', (text, held) => {
    const parsed = parseThreshold(text);
    expect(parsed && judge({ ...parsed, abortOnFail: false }, figures).held).toBe(held);
  });

  it('does not hold where nothing was measured', () => {
    const parsed = parseThreshold('p99 < 50ms');
    expect(parsed && judge({ ...parsed, abortOnFail: false }, { ...figures, count: 0 }).held).toBe(false);
  });
});

describe('a comparison', () => {
  /** Seconds whose figures wander by a fifth. */
  const measured = (p99: number, errors = 0): Measured =>
    ({
      phases: [{ name: 'p' }],
      total: { count: 10_000, errors },
      series: Array.from({ length: 30 }, (_, second) => {
        const noise = 1 + 0.2 * Math.sin(second * 2.4);
        return { second, phase: 'p', p50: 2 * noise, p99: p99 * noise };
      }),
    }) as unknown as Measured;
  const verdicts = (before: Measured, now: Measured) =>
    compare('b', before, now, 0.1).differences.map(({ verdict }) => verdict);

  it('finds what is slower beyond its noise, and nothing else', () => {
    expect(verdicts(measured(10), measured(15))).toEqual(['same', 'worse', 'same']);
    expect(verdicts(measured(10), measured(10.5))).toEqual(['same', 'same', 'same']);
    expect(verdicts(measured(15), measured(10))).toEqual(['same', 'better', 'same']);
    expect(verdicts(measured(10, 5), measured(10, 100))).toEqual(['same', 'same', 'worse']);
  });
});

it('hints at what is near its end', () => {
  expect(hintsIn('nodejs_eventloop_lag_p99_seconds 0.2\n')).toEqual(['event loop p99 200 ms late']);
  expect(hintsIn('nodejs_eventloop_lag_p99_seconds 0.01\ndatabase_connections{state="waiting"} 0\n')).toEqual([]);
  expect(hintsIn('database_connections{state="used"} 5\ndatabase_connections{state="waiting"} 3\n')).toEqual([
    '3 waiting for a connection to the database',
  ]);
});

it('reads what a service takes from its own metrics', () => {
  expect(processIn('process_cpu_seconds_total 1.5\nprocess_resident_memory_bytes 2000000\n')).toEqual({
    cpuSeconds: 1.5,
    memoryMb: 2,
  });
  expect(processIn('')).toBeUndefined();
});
