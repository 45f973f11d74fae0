import { describe, expect, it } from '@jest/globals';
import { assess as assessEvidence, type Evidence } from '../../../cli/contracts/assess.ts';
import type { Mismatch } from '../../../cli/contracts/difference.ts';
import type { CommittedPact } from '../../../cli/contracts/folder.ts';
import { readPact } from '../../../cli/contracts/pact.ts';
import type { ExpectedPair } from '../../../cli/contracts/pairs.ts';
import type { ContractReport, PactReport } from '../../../cli/contracts/report.ts';
import { reportLines } from '../../../cli/contracts/report-lines.ts';
import type { SuiteRun, TestFile, VerifiedInteraction } from '../../../cli/contracts/suite.ts';

function pact(consumer: string, provider: string, ...descriptions: string[]): CommittedPact {
  const interactions = descriptions.map((description) => ({
    type: description.startsWith('created') ? 'Asynchronous/Messages' : 'Synchronous/HTTP',
    description,
    ...(description.startsWith('one') && { providerStates: [{ name: 'one is there' }] }),
  }));
  const content = { consumer: { name: consumer }, provider: { name: provider }, interactions };
  return { ...readPact(JSON.stringify(content)), file: `contracts/pacts/${consumer}-${provider}.json` };
}

const good = (consumer: string, description: string): VerifiedInteraction => ({
  consumer,
  description,
  providerStates: description.startsWith('one') ? ['one is there'] : [],
  result: 'OK',
});
const bad = (consumer: string, description: string, mismatch?: Mismatch): VerifiedInteraction => ({
  ...good(consumer, description),
  result: 'Error',
  ...(mismatch && { mismatch }),
});

const webPact = pact('web', 'api', 'one', 'a page');
const run = (providers: Record<string, VerifiedInteraction[]>, files: TestFile[] = []): SuiteRun => ({
  files,
  providers: new Map(Object.entries(providers)),
  written: [],
});
/** Consumers have not run, unless a case says so. */
const assess = (evidence: Omit<Evidence, 'hasWritten'>, hasWritten = false) =>
  assessEvidence({ ...evidence, hasWritten: () => hasWritten });
const told = ([report]: readonly PactReport[]) => ({
  status: report?.status,
  codes: report?.problems.map(({ code }) => code),
  interactions: report?.interactions.map(({ status }) => status),
});
const EXPECTED: readonly ExpectedPair[] = [{ consumer: 'web', provider: 'api', kinds: ['http'] }];

describe('what became of a pact', () => {
  it('is verified when each interaction was', () => {
    const reports = assess({
      expected: EXPECTED,
      pacts: [webPact],
      run: run({ api: [good('web', 'one'), good('web', 'a page'), bad('app', 'one')] }),
    });
    expect(told(reports)).toEqual({ status: 'verified', codes: [], interactions: ['verified', 'verified'] });
  });

  it('is failed when one interaction was, however many others were verified', () => {
    const reports = assess({
      expected: EXPECTED,
      pacts: [webPact],
      run: run({ api: [bad('web', 'one'), good('web', 'a page')] }),
    });
    expect(told(reports)).toEqual({ status: 'failed', codes: [], interactions: ['failed', 'verified'] });
  });

  it.each<[string, SuiteRun]>([
    ['nobody has verified it', run({})],
    ['its provider has verified others alone', run({ api: [good('app', 'one')] })],
    ['an interaction is missing', run({ api: [good('web', 'one')] })],
    [
      'it was verified without the state',
      run({ api: [{ ...good('web', 'one'), providerStates: [] }, good('web', 'a page')] }),
    ],
  ])('is unknown when %s', (_, found) => {
    const reports = assess({ expected: EXPECTED, pacts: [webPact], run: found });
    expect(told(reports)).toMatchObject({ status: 'unknown', codes: ['not_verified'] });
  });

  it('is unknown when it agrees upon nothing', () => {
    const reports = assess({ expected: [], pacts: [pact('web', 'api')], run: run({ api: [] }) });
    expect(told(reports)).toEqual({ status: 'unknown', codes: ['not_verified'], interactions: [] });
  });

  it('is unknown when the config has the pair, and there is no pact', () => {
    expect(told(assess({ expected: EXPECTED, pacts: [], run: run({}) }))).toMatchObject({
      status: 'unknown',
      codes: ['no_pact'],
    });
  });

  it('is half a pact without what the config has between the two as well', () => {
    const reports = assess({
      expected: [{ consumer: 'web', provider: 'api', kinds: ['http', 'message'] }],
      pacts: [webPact],
      run: run({ api: [good('web', 'one'), good('web', 'a page')] }),
    });
    expect(told(reports)).toMatchObject({ status: 'verified', codes: ['no_pact'] });
    expect(reports[0]?.problems[0]?.message).toBe('the config has messages between web and api, and the pact has none');
  });

  it('says which test kept it from being verified', () => {
    const path = 'services/api/test/contracts/generated/provides.test.ts';
    const files = [{ path, failures: ['Error: no database\n    at here'] }];
    const [report] = assess({ expected: [], pacts: [webPact], run: run({}, files) });
    expect(report?.problems[0]?.message).toBe(`${path}: no database`);
  });

  it('has drifted when its consumer writes another one by now', () => {
    const path = 'services/web/test/contracts/generated/consumes-api.test.ts';
    const results = { api: [good('web', 'one'), good('web', 'a page')] };
    const reports = assess({
      expected: EXPECTED,
      pacts: [webPact, pact('app', 'api', 'x')],
      run: run({ api: [...results.api, good('app', 'x')] }, [{ path, failures: ['differs'] }]),
    });
    expect(reports.map(({ consumer, status, problems }) => [consumer, status, problems[0]?.code])).toEqual([
      ['app', 'verified', undefined],
      ['web', 'verified', 'drift'],
    ]);
  });
});

describe('a pact that its consumer', () => {
  const results = { api: [good('web', 'one'), good('web', 'a page')] };
  const problemsAfter = (...written: CommittedPact[]) =>
    assess({ expected: [], pacts: [webPact], run: { ...run(results), written } }, true)[0]?.problems.flatMap(
      ({ code, message, details }) => [`${code}: ${message}`, ...details],
    );

  it('writes as it is committed is well', () => {
    expect(problemsAfter(webPact)).toEqual([]);
  });

  it('writes no more is told', () => {
    expect(problemsAfter()).toEqual(['not_written: no test of web writes it any more']);
  });

  it('writes otherwise has drifted', () => {
    expect(problemsAfter(pact('web', 'api', 'one', 'more'))).toEqual([
      'drift: web asks by now for something else',
      '- a page',
      '+ more',
    ]);
    const same = { ...webPact.content, interactions: webPact.content.interactions?.map((each) => ({ ...each, x: 1 })) };
    expect(problemsAfter({ ...readPact(JSON.stringify(same)), file: 'x' })).toEqual([
      'drift: web asks by now for something else',
      'the same interactions, differently',
    ]);
  });
});

describe('what people read of it', () => {
  const mismatch: Mismatch = {
    type: 'mismatches',
    mismatches: [
      { type: 'BodyMismatch', path: '$.items[0]', mismatch: 'Actual map is missing the following keys: title, id' },
      { type: 'BodyMismatch', path: '$.n', mismatch: "Expected 's' (String) to be the same type as 1 (Integer)" },
      { type: 'StatusMismatch', expected: 201, actual: 200, mismatch: 'expected 201 but was 200' },
      { type: 'HeaderMismatch', key: 'etag', mismatch: "Expected a header 'etag' but was missing" },
    ],
  };
  const pacts = assess({
    expected: [...EXPECTED, { consumer: 'web', provider: 'mail', kinds: ['http'] }],
    pacts: [pact('app', 'api', 'x'), webPact, pact('web', 'log', 'created, and told')],
    run: run({
      api: [bad('web', 'one', mismatch), good('web', 'a page'), good('app', 'x')],
      log: [bad('web', 'created, and told', { type: 'error', message: 'connection refused' })],
    }),
  });
  const report: ContractReport = { ok: false, version: '1', pacts, problems: [] };

  it('says what differs, in words, and where', () => {
    expect(reportLines(report, false)).toEqual([
      '✓ app → api: 1 verified',
      '✗ web → api: 1 verified, 1 failed',
      '    ✗ request: one, given one is there',
      '        $.items[0] lacks title, id',
      "        $.n: Expected 's' (String) to be the same type as 1 (Integer)",
      '        the status is 200, not 201',
      "        header etag: Expected a header 'etag' but was missing",
      '✗ web → log: 1 failed',
      '    ✗ message: created, and told',
      '        connection refused',
      '? web → mail: no pact',
      '    ✗ the config has web depend on mail, and there is no pact about it',
      '      next: aurora contracts record',
      '',
      '1 of 4 pacts verified, 2 failed, 1 unknown',
      'next: mend api, log; or, where the consumer is to ask for something else, change its code, then: aurora contracts record',
    ]);
  });

  it('lists every interaction when asked', () => {
    expect(reportLines(report, true)).toEqual(expect.arrayContaining(['    ✓ request: x', '    ✓ request: a page']));
  });
});
