import { redactText } from '../../shared/logging/redaction.ts';
import type { Fleet } from '../config/model.ts';
import { parseLogLine } from '../observe/log-record.ts';
import type { LogLine, Runtime } from '../runtimes/contract.ts';
import type { CheckResult } from './contract.ts';
import type { Outcome } from './run.ts';

/** Lines of a service that nothing else is known of. */
const LAST_LINES = 10;
/** Lines that one check's requests have left: more than anybody reads. */
const MOST_LINES = 40;
/** The level of spans, which say the same once more, at length: `aurora trace` shows them. */
const SPANS = 'trace';

/** Gives each failure its log lines and the next commands, and takes secrets out of all that is shown. */
export async function withEvidence(
  outcomes: readonly Outcome[],
  fleet: Fleet,
  runtime: Runtime,
  since: Date,
): Promise<CheckResult[]> {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  const related = failed.length > 0 ? await readable(() => relatedLines(failed, fleet, runtime, since)) : new Map();
  return Promise.all(
    outcomes.map(async (outcome): Promise<CheckResult> => {
      const { status, correlationId } = outcome;
      if (status !== 'failed') return clean({ ...outcome, log: [] });
      const lines: readonly string[] = related.get(correlationId) ?? [];
      const log = lines.length > 0 ? lines : await lastLines(fleet, runtime, logged(outcome));
      return clean({ ...outcome, next: [...outcome.next, ...nextFor(outcome, lines.length > 0)], log });
    }),
  );
}

/** Whose log may say more: of a file in the repo, nobody's. */
function logged({ area, service }: Outcome): string | null {
  return area === 'contracts' ? null : service;
}

function nextFor(outcome: Outcome, hasLines: boolean): string[] {
  const { correlationId } = outcome;
  const service = logged(outcome);
  if (hasLines) return [`aurora trace ${correlationId}`, `aurora logs --correlation-id ${correlationId}`];
  return service === null ? [] : [`aurora logs --service ${service} --since 5m`];
}

/** By correlation id, over all services: one look at the logs for all of them. */
async function relatedLines(
  failed: readonly Outcome[],
  fleet: Fleet,
  runtime: Runtime,
  since: Date,
): Promise<Map<string, string[]>> {
  const lines = new Map<string, string[]>(failed.map(({ correlationId }) => [correlationId, []]));
  // As far as the ids of one run are the same.
  const contains = `"correlationId":"${failed[0]?.correlationId.replace(/\d+$/, '')}`;
  for await (const line of runtime.logs(fleet, { services: [], since, contains, follow: false })) {
    const { correlationId, level } = parseLogLine(line);
    const own = lines.get(String(correlationId));
    if (own && level !== SPANS && own.length < MOST_LINES) own.push(line.text);
  }
  return lines;
}

async function lastLines(fleet: Fleet, runtime: Runtime, service: string | null): Promise<string[]> {
  if (service === null) return [];
  const lines: string[] = [];
  const passes = (line: LogLine) => parseLogLine(line).level !== SPANS;
  try {
    for await (const { text } of runtime.logs(fleet, {
      services: [service],
      tail: LAST_LINES,
      passes,
      follow: false,
    })) {
      lines.push(text);
    }
  } catch (error) {
    lines.push(`its log cannot be read: ${(error as Error).message}`);
  }
  return lines;
}

/** Whoever cannot read logs is still told what failed; the last lines of a service then say why they cannot be read. */
async function readable(read: () => Promise<Map<string, string[]>>): Promise<Map<string, string[]>> {
  return read().catch(() => new Map());
}

function clean(result: CheckResult): CheckResult {
  const cleaned = (text: string | null) => (text === null ? null : redactText(text));
  return {
    ...result,
    reason: cleaned(result.reason),
    where: cleaned(result.where),
    expected: cleaned(result.expected),
    found: cleaned(result.found),
    log: result.log.map(redactText),
  };
}
