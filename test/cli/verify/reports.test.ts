import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../../cli/verify/contract.ts';
import { annotations, jobSummary } from '../../../cli/verify/report/github.ts';
import { junit } from '../../../cli/verify/report/junit.ts';
import { summary } from '../../../cli/verify/report/summary.ts';
import { type Run, reportOf } from '../../../cli/verify/report.ts';

const PASSED: CheckResult = {
  area: 'health',
  claim: 'a is alive',
  service: 'a',
  file: null,
  status: 'passed',
  startedMs: 3,
  durationMs: 12,
  correlationId: 'verify-0-1',
  steps: [],
  reason: null,
  where: null,
  expected: null,
  found: null,
  next: [],
  log: [],
};
const FAILED: CheckResult = {
  ...PASSED,
  area: 'access',
  claim: 'b refuses',
  status: 'failed',
  startedMs: 10,
  durationMs: 1_500,
  correlationId: 'verify-0-2',
  reason: 'GET http://b answered 200, not 401',
  where: 'GET http://b',
  expected: '401',
  found: '200',
  next: ['aurora trace verify-0-2'],
  log: ['{"time":"2026-01-01T10:00:00.123Z","level":"error","service":"b","msg":"oh no","code":7}', 'Error: plain'],
};
const SKIPPED: CheckResult = { ...PASSED, claim: 'c lives', status: 'skipped', reason: 'nobody knows how' };
const ABOUT = { fleet: 'shop', runtime: 'process', environment: 'development' } as const;

function run(...checks: CheckResult[]): Run {
  const ok = checks.every(({ status }) => status !== 'failed');
  return { ok, startedAt: '2026-01-01T10:00:00.000Z', durationMs: 1_600, checks };
}

const MIXED = reportOf(ABOUT, [run(PASSED, FAILED, SKIPPED)]);
const FLAKY = reportOf(ABOUT, [
  run(PASSED, FAILED),
  run(PASSED, { ...FAILED, status: 'passed', reason: null, log: [] }),
]);

describe('the report of verify', () => {
  it('counts, and says how long each area took from its first check to its last', () => {
    expect(MIXED).toMatchObject({ ok: false, passed: 1, failed: 1, skipped: 1, durationMs: 1_600, flakes: [] });
    expect(MIXED.areas).toEqual([
      { area: 'health', passed: 1, failed: 0, skipped: 1, durationMs: 12 },
      { area: 'access', passed: 0, failed: 1, skipped: 0, durationMs: 1_500 },
    ]);
  });

  it('tells what failed in some runs and passed in others, and takes it for a failure', () => {
    const { reason } = FAILED;
    expect(FLAKY.flakes).toEqual([{ area: 'access', claim: 'b refuses', failedIn: [1], reason }]);
    expect(FLAKY).toMatchObject({ ok: false, passed: 1, failed: 1, runs: [{ ok: false }, { ok: true }] });
    const always = reportOf(ABOUT, [run(PASSED, FAILED), run(PASSED, FAILED)]);
    expect(always).toMatchObject({ ok: false, flakes: [] });
  });
});

describe('the results of verify', () => {
  it('end for people with what failed, why, its log lines and what to type', () => {
    expect(summary(MIXED, { timing: false })).toEqual([
      '✗ b refuses',
      '    GET http://b answered 200, not 401',
      '    │ 10:00:00.123 b error oh no code=7',
      '    │ Error: plain',
      '    next: aurora trace verify-0-2',
      '- c lives: skipped, nobody knows how',
      '1 of 3 checks passed, 1 skipped',
    ]);
    expect(summary(reportOf(ABOUT, [run(PASSED)]), { timing: false })).toEqual(['1 of 1 checks passed']);
  });

  it('say what the sentence does not', () => {
    const failed = { ...FAILED, reason: 'no', next: [], log: [] };
    expect(summary(reportOf(ABOUT, [run(failed)]), { timing: false })).toEqual([
      '✗ b refuses',
      '    no',
      '    where     GET http://b',
      '    expected  401',
      '    found     200',
      '0 of 1 checks passed',
    ]);
  });

  it('show flakes and how long runs took, and with --timing areas and the slowest checks', () => {
    expect(summary(FLAKY, { timing: true }).slice(-10)).toEqual([
      '~ b refuses: a flake, it failed in 1 of 2 runs (1): GET http://b answered 200, not 401',
      'AREA    CHECKS  TOOK',
      'health       1  12 ms',
      'access       1  1.5 s',
      '',
      'TOOK   SLOWEST',
      '1.5 s  b refuses',
      '12 ms  a is alive',
      '',
      '1 of 2 checks passed; 1 of 2 runs without a failure, 1.6 s to 1.6 s each',
    ]);
  });

  it('are JUnit XML for a CI, a suite for each area, in the order and with the attributes that its schema asks for', () => {
    expect(junit(MIXED, 'host')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite id="0" package="aurora.verify.shop" name="health" timestamp="2026-01-01T10:00:00" hostname="host" tests="2" failures="0" errors="0" skipped="1" time="0.012">
    <properties>
      <property name="environment" value="development"/>
      <property name="runtime" value="process"/>
    </properties>
    <testcase classname="health" name="a is alive" time="0.012"/>
    <testcase classname="health" name="c lives" time="0.012">
      <skipped message="nobody knows how"/>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
  <testsuite id="1" package="aurora.verify.shop" name="access" timestamp="2026-01-01T10:00:00" hostname="host" tests="1" failures="1" errors="0" skipped="0" time="1.500">
    <properties>
      <property name="environment" value="development"/>
      <property name="runtime" value="process"/>
    </properties>
    <testcase classname="access" name="b refuses" time="1.500">
      <failure message="GET http://b answered 200, not 401" type="CheckFailed">next: aurora trace verify-0-2
{&quot;time&quot;:&quot;2026-01-01T10:00:00.123Z&quot;,&quot;level&quot;:&quot;error&quot;,&quot;service&quot;:&quot;b&quot;,&quot;msg&quot;:&quot;oh no&quot;,&quot;code&quot;:7}
Error: plain</failure>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
`);
  });

  it('are XML whatever a service has written', () => {
    const odd = { ...FAILED, reason: `<&"'> \u0000\u001b[31m \ud800 \uffff 🚀\ttab`, log: [']]>'], next: [] };
    const xml = junit(reportOf(ABOUT, [run(odd)]));
    expect(xml).toContain(`message="&lt;&amp;&quot;'&gt; \ufffd\ufffd[31m \ufffd \ufffd 🚀\ttab"`);
    expect(xml).toContain('>]]&gt;</failure>');
  });
});

describe('what GitHub Actions is told', () => {
  it('is an annotation for each failure, in which nothing ends it early or begins another', () => {
    const odd = { ...FAILED, reason: '100% wrong\r\n::warning::, and more', next: [] };
    expect(annotations(reportOf(ABOUT, [run(odd, PASSED)]), () => 'a,b:c/aurora.config.yaml')).toEqual([
      '::error file=a%2Cb%3Ac/aurora.config.yaml,title=verify access::b refuses: 100%25 wrong%0D%0A::warning::, and more',
    ]);
    expect(annotations(FLAKY, () => 'x')).toEqual([
      expect.stringContaining('title=verify access%3A a flake in 2 runs::'),
    ]);
  });

  it('is a summary of the job in Markdown, of which no service can write a part', () => {
    const odd = { ...FAILED, reason: '<img src=x> | **bold** `code`', log: ['```', '</details>'] };
    expect(
      jobSummary(reportOf(ABOUT, [run(PASSED, odd, SKIPPED)])),
    ).toBe(`## ❌ aurora verify: 1 of 3 checks of shop passed

development, on the process runtime; 1 skipped

| area | passed | failed | skipped | seconds |
| --- | ---: | ---: | ---: | ---: |
| health | 1 | 0 | 1 | 0.0 |
| access | 0 | 1 | 0 | 1.5 |

### ❌ b refuses

&lt;img src=x> \\| \\*\\*bold\\*\\* \\\`code\\\`

\`\`\`text
aurora trace verify-0-2
\`\`\`

<details><summary>Log</summary>

\`\`\`\`text
\`\`\`
</details>
\`\`\`\`

</details>

- c lives: skipped, nobody knows how
`);
  });
});
