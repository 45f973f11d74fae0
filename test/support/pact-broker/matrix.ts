import type { BrokerState } from './state.ts';

interface Selector {
  readonly pacticipant: string;
  version?: string;
}

/** `q[][pacticipant]=a&q[][version]=1&q[][pacticipant]=b`, as Rack reads it: a key that is there begins the next one. */
export function selectorsIn(query: URLSearchParams): Selector[] {
  const selectors: Selector[] = [];
  for (const [key, value] of query) {
    if (key === 'q[][pacticipant]') selectors.push({ pacticipant: value });
    const last = selectors.at(-1);
    if (key === 'q[][version]' && last) last.version = value;
  }
  return selectors;
}

/**
 * Every pact of every version with its newest verification by each version of its provider (`latestby=cvpv`), and one row without where
 * none of the versions that were asked for was held to it; of two selectors, what is between them.
 */
export function matrixOf(state: BrokerState, selectors: readonly Selector[]): object[] {
  const wanted = (name: string, number: string | null) =>
    selectors.some(({ pacticipant, version }) => {
      return pacticipant === name && (version === undefined || number === null || version === number);
    });
  const rows: object[] = [];
  for (const [consumer, versions] of state.versions) {
    for (const [number, { pacts }] of versions) {
      for (const { provider, verifications } of pacts.values()) {
        const newest = [...new Map(verifications.map((each) => [each.providerVersion, each])).values()];
        const matching = newest.filter(({ providerVersion }) => fits(consumer, number, provider, providerVersion));
        for (const { providerVersion, success } of matching) {
          rows.push(row(consumer, number, provider, providerVersion, { success }));
        }
        if (matching.length === 0 && fits(consumer, number, provider, null)) {
          rows.push(row(consumer, number, provider, null, null));
        }
      }
    }
  }
  return rows;

  function fits(consumer: string, number: string, provider: string, providerVersion: string | null): boolean {
    if (selectors.length === 1) return wanted(consumer, number) || wanted(provider, providerVersion);
    return wanted(consumer, number) && wanted(provider, providerVersion);
  }
}

function row(
  consumer: string,
  number: string,
  provider: string,
  version: string | null,
  verificationResult: object | null,
): object {
  return {
    consumer: { name: consumer, version: { number } },
    provider: { name: provider, version: version === null ? null : { number: version } },
    verificationResult,
  };
}
