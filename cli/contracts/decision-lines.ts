import { table } from '../table.ts';
import type { Decision, Row, RowStatus } from './matrix.ts';

const WORDS: Readonly<Record<RowStatus, string>> = {
  verified: 'verified',
  failed: 'failed',
  unknown: 'unknown',
  missing: 'not there',
  no_pact: 'no pact',
  unpublished: 'not published',
};

/** What people read: each pact with both versions, then yes or no, why, and what to do. */
export function decisionLines(decision: Decision, store: string): string[] {
  const { deployable, environment, candidates, rows } = decision;
  const who = [...new Set(candidates.map(({ version }) => version))].map((version) => {
    const names = candidates.filter((each) => each.version === version).map(({ name }) => name);
    return `${names.join(', ')} ${version}`;
  });
  const verdict = `${deployable ? 'yes' : 'no'}: ${who.join('; ')} ${deployable ? 'may' : 'may not'} go to ${environment}`;
  const lines = rows.map(({ consumer, consumerVersion, provider, providerVersion, status }) => [
    consumer,
    consumerVersion,
    provider ?? '',
    providerVersion ?? '',
    WORDS[status],
  ]);
  const matrix = rows.length > 0 ? [...table(['consumer', 'version', 'provider', 'version', 'result'], lines), ''] : [];
  if (deployable) {
    const alone =
      rows.length === 0 ? [`  nobody in ${environment} asks anything of it, and it asks nothing of them`] : [];
    return [...matrix, verdict, ...alone];
  }
  const bad = rows.filter(({ status }) => status !== 'verified');
  return [
    ...matrix,
    verdict,
    ...bad.map(reasonLine),
    ...nextSteps(bad, decision, store).map((next) => `  next: ${next}`),
  ];
}

function reasonLine({ consumer, provider, reason }: Row): string {
  return `  ${provider === null ? consumer : `${consumer} → ${provider}`}: ${reason ?? ''}`;
}

/** What to type, by what is wrong; each once. */
export function nextSteps(rows: readonly Row[], { environment }: Decision, store: string): string[] {
  const steps = rows.map(({ status, provider }) => {
    switch (status) {
      case 'failed':
        return `aurora contracts verify --service ${provider}`;
      case 'missing':
        return `deploy ${provider} first or together with it; if it runs there: aurora contracts deployed --service ${provider} --version … --to ${environment} --in ${store}`;
      case 'no_pact':
        return 'aurora contracts record';
      default:
        return `aurora contracts verify && aurora contracts publish --to ${store}`;
    }
  });
  return [...new Set(steps)];
}
