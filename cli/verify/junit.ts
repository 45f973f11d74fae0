import type { CheckResult } from './contract.ts';

/** The results as JUnit XML, which every CI reads. */
export function junit(fleet: string, results: readonly CheckResult[]): string {
  const failures = results.filter(({ passed }) => !passed).length;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
  const cases = results.map(({ area, claim, durationMs, reason, log }) => {
    const open = `  <testcase classname="${escapeXml(area)}" name="${escapeXml(claim)}" time="${seconds(durationMs)}"`;
    if (reason === null) return `${open}/>`;
    return `${open}>\n    <failure message="${escapeXml(reason)}">${escapeXml(log.join('\n'))}</failure>\n  </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="aurora verify ${escapeXml(fleet)}" tests="${results.length}" failures="${failures}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
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
