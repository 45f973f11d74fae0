import { describe, expect, it } from '@jest/globals';
import { CODES, type FindingCode } from '../../../cli/config/codes.ts';
import { DEPLOY } from './deploy.cases.ts';
import { GATEWAY } from './gateway.cases.ts';
import { inspect, marked } from './inspect.ts';
import { type Case, CASES as EVERYDAY } from './mistakes.cases.ts';
import { MONITORING } from './monitoring.cases.ts';
import { NASTY } from './nasty.cases.ts';
import { OBSERVABILITY } from './observability.cases.ts';
import { REPLICAS } from './replicas.cases.ts';
import { SWARM } from './swarm.cases.ts';

const CASES: readonly Case[] = [
  ...EVERYDAY,
  ...NASTY,
  ...GATEWAY,
  ...OBSERVABILITY,
  ...MONITORING,
  ...DEPLOY,
  ...REPLICAS,
  ...SWARM,
];

/** Those that the file itself makes, before its text is looked at: load.test.ts. */
const OF_THE_FILE: FindingCode[] = ['file_missing', 'not_a_file', 'file_unreadable', 'file_too_large'];

describe('every mistake stands where it was made', () => {
  it.each(CASES.map((each): [string, Case] => [`${each.code}: ${each.title}`, each]))('%s', (_, each) => {
    const { text, places } = marked(each.yaml);
    const { findings: all, fleet } = inspect(text, each.environment ? { environment: each.environment } : {});
    const findings = all.filter(({ code }) => !each.beside?.includes(code));
    expect(findings.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual(
      places.map((place) => `${place} ${each.code}`),
    );
    expect(findings[0]?.message).toEqual(
      each.message === undefined ? expect.any(String) : expect.stringContaining(each.message),
    );
    expect(findings[0]?.suggestion).toBe(each.suggestion);
    expect(fleet).toBeUndefined();
  });

  it('has a case for every code', () => {
    const covered = new Set([...OF_THE_FILE, ...CASES.map(({ code }) => code)]);
    expect([...covered].toSorted()).toEqual(Object.keys(CODES).toSorted());
  });
});

describe('names that look reserved and are not', () => {
  it.each(['Order', 'User', 'Group', 'Select', 'Table', 'Event', 'Request', 'Response'])(
    '%s is a fine entity',
    (name) => {
      const service = `  all: { kind: domain, port: 8001, entities: { ${name}: { fields: { select: { type: text } } } } }`;
      expect(inspect(`version: 1\nname: shop\nservices:\n${service}\n`).findings).toEqual([]);
    },
  );
});
