import { hostname } from 'node:os';
import type { CheckResult } from '../contract.ts';
import type { AreaReport, VerifyReport } from '../report.ts';

/**
 * The results as JUnit XML, a suite for each area. It holds to the stricter of the schemas that are around, that of Ant's reports
 * (windyroad/JUnit-Schema), which is why empty elements stand here.
 */
export function junit(report: VerifyReport, host: string = hostname()): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...report.areas.flatMap((area, id) => suite(report, area, id, host)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(
  { fleet, environment, runtime, startedAt, checks }: VerifyReport,
  about: AreaReport,
  id: number,
  host: string,
) {
  const { area, passed, failed, skipped, durationMs } = about;
  const attributes = {
    id,
    package: `aurora.verify.${fleet}`,
    name: area,
    timestamp: startedAt.slice(0, 19),
    hostname: host,
    tests: passed + failed + skipped,
    failures: failed,
    errors: 0,
    skipped,
    time: seconds(durationMs),
  };
  return [
    `  <testsuite ${written(attributes)}>`,
    '    <properties>',
    `      <property ${written({ name: 'environment', value: environment })}/>`,
    `      <property ${written({ name: 'runtime', value: runtime })}/>`,
    '    </properties>',
    ...checks.filter((check) => check.area === area).map(testcase),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
  ];
}

function testcase({ area, claim, status, durationMs, reason, log, next }: CheckResult): string {
  const open = `    <testcase ${written({ classname: area, name: claim, time: seconds(durationMs) })}`;
  const message = written({ message: reason ?? '' });
  switch (status) {
    case 'passed':
      return `${open}/>`;
    case 'skipped':
      return `${open}>\n      <skipped ${message}/>\n    </testcase>`;
    case 'failed': {
      const text = escapeXml([...next.map((command) => `next: ${command}`), ...log].join('\n'));
      return `${open}>\n      <failure ${message} type="CheckFailed">${text}</failure>\n    </testcase>`;
    }
  }
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeXml(String(value))}"`)
    .join(' ');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML 1.0 has no way to write these. */
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
