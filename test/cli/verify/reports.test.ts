import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../../cli/verify/contract.ts';
import { junit } from '../../../cli/verify/junit.ts';
import { summary } from '../../../cli/verify/summary.ts';

const PASSED: CheckResult = {
  area: 'health',
  claim: 'a is alive',
  status: 'passed',
  durationMs: 12,
  reason: null,
  log: [],
};
const FAILED: CheckResult = {
  area: 'access',
  claim: 'b refuses',
  status: 'failed',
  durationMs: 1_500,
  reason: 'GET http://b answered 200, not 401',
  log: ['{"time":"2026-01-01T10:00:00.123Z","level":"error","service":"b","msg":"oh no","code":7}', 'Error: plain'],
};
const SKIPPED: CheckResult = { ...PASSED, claim: 'c lives', status: 'skipped', reason: 'nobody knows how' };

describe('the results of verify', () => {
  it('end for people with what failed, why, and its last lines', () => {
    expect(summary([PASSED, FAILED, SKIPPED])).toEqual([
      '✗ b refuses',
      '    GET http://b answered 200, not 401',
      '    │ 10:00:00.123 error oh no code=7',
      '    │ Error: plain',
      '- c lives: skipped, nobody knows how',
      '1 of 3 checks passed, 1 skipped',
    ]);
    expect(summary([PASSED])).toEqual(['1 of 1 checks passed']);
  });

  it('are JUnit XML for a CI', () => {
    expect(junit('shop', [PASSED, FAILED, SKIPPED])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="aurora verify shop" tests="3" failures="1" errors="0" skipped="1" time="1.524">
  <testcase classname="health" name="a is alive" time="0.012"/>
  <testcase classname="access" name="b refuses" time="1.500">
    <failure message="GET http://b answered 200, not 401">{&quot;time&quot;:&quot;2026-01-01T10:00:00.123Z&quot;,&quot;level&quot;:&quot;error&quot;,&quot;service&quot;:&quot;b&quot;,&quot;msg&quot;:&quot;oh no&quot;,&quot;code&quot;:7}
Error: plain</failure>
  </testcase>
  <testcase classname="health" name="c lives" time="0.012">
    <skipped message="nobody knows how"/>
  </testcase>
</testsuite>
`);
  });

  it('are XML whatever a service has written', () => {
    const xml = junit('shop', [{ ...FAILED, reason: `<&"'> \u0000\u001b[31m \ud800 \uffff 🚀\ttab`, log: [']]>'] }]);
    expect(xml).toContain(`message="&lt;&amp;&quot;'&gt; \ufffd\ufffd[31m \ufffd \ufffd 🚀\ttab"`);
    expect(xml).toContain('>]]&gt;</failure>');
  });
});
