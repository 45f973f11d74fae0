import type { Pair } from './pact.ts';

/** Where a participant's contract tests lie, from the fleet's folder on. */
export function testsOf(name: string): string {
  return `services/${name}/test/contracts/`;
}

/** A regular expression of the tests that hold a provider to its pacts. */
export function testsThatVerify(provider: string): string {
  return `${testsOf(provider)}(.+/)?provides`;
}

/** `services/orders-service/test/contracts/…/consumes-stock-service.test.ts` */
export function isConsumerTest(path: string, { consumer, provider }: Pair): boolean {
  return path.startsWith(testsOf(consumer)) && path.endsWith(`/consumes-${provider}.test.ts`);
}

export function isProviderTest(path: string, provider: string): boolean {
  return new RegExp(`^${testsThatVerify(provider)}`).test(path);
}
