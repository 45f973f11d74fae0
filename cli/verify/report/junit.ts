import type { CheckResult } from './contract.ts';

/** The results as JUnit XML, which every CI reads. */
export function junit(fleet: string, results: readonly CheckResult[]): string {
  const count = (wanted: CheckResult['status']) => results.filter(({ status }) => status === wanted).length;
  const total = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="aurora verify ${escapeXml(fleet)}" tests="${results.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${seconds(total)}">`,
    ...results.map(testcase),
    '</testsuite>',
    '',
  ].join('\n');
}

function testcase({ area, claim, status, durationMs, reason, log }: CheckResult): string {
  const open = `  <testcase classname="${escapeXml(area)}" name="${escapeXml(claim)}" time="${seconds(durationMs)}"`;
  const message = `message="${escapeXml(reason ?? '')}"`;
  switch (status) {
    case 'passed':
      return `${open}/>`;
    case 'skipped':
      return `${open}>\n    <skipped ${message}/>\n  </testcase>`;
    case 'failed':
      return `${open}>\n    <failure ${message}>${escapeXml(log.join('\n'))}</failure>\n  </testcase>`;
  }
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
