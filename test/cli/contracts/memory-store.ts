import type { ContractStore, Participant, Verdict } from '../../../cli/contracts/store/contract.ts';

/** `web@1` */
export type Named = `${string}@${string}`;

export interface World {
  /** Providers that each version has a pact with, and a digest of each; a version without entry was never published. */
  readonly pacts: Readonly<Record<Named, Readonly<Record<string, string>>>>;
  /** `web → api digest by 2`: whether it held; with what differed. */
  readonly verdicts?: Readonly<Record<string, boolean | string>>;
  readonly deployed?: readonly Named[];
}

export function participant(name: Named): Participant {
  const [first = '', version = ''] = name.split('@');
  return { name: first, version };
}

/** A store as it was said to be; what is asked of it is counted. */
export function memoryStore({
  pacts,
  verdicts = {},
  deployed = [],
}: World): ContractStore & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'memory',
    asked,
    async published({ name, version }) {
      asked.push(`published ${name}@${version}`);
      const found = pacts[`${name}@${version}`];
      if (!found) return null;
      return {
        name,
        version,
        pacts: Object.entries(found).map(([provider, digest]) => ({
          consumer: name,
          consumerVersion: version,
          provider,
          digest,
        })),
        verified: Object.keys(verdicts).some((key) => key.includes(`→ ${name} `) && key.endsWith(` by ${version}`)),
      };
    },
    async verdict({ consumer, provider, digest }, version): Promise<Verdict | null> {
      const key = `${consumer} → ${provider} ${digest} by ${version}`;
      asked.push(key);
      const found = verdicts[key];
      if (found === undefined) return null;
      return { success: found === true, failures: typeof found === 'string' ? [found] : [] };
    },
    environments: async () => ['production'],
    deployed: async () => deployed.map(participant),
    content: () => Promise.reject(new Error('not kept')),
    publish: () => Promise.reject(new Error('read only')),
    recordDeployment: () => Promise.reject(new Error('read only')),
  };
}
