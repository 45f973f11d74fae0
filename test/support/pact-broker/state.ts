import { createHash, randomUUID } from 'node:crypto';

export interface Verification {
  readonly number: number;
  readonly success: boolean;
  readonly providerVersion: string;
}

/** One content, by however many versions of its consumer it was published. */
export interface PactVersion {
  readonly consumer: string;
  readonly provider: string;
  readonly sha: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly verifications: Verification[];
}

export interface VersionRecord {
  readonly branches: Set<string>;
  /** By the provider's name. */
  readonly pacts: Map<string, PactVersion>;
}

export interface Environment {
  readonly uuid: string;
  readonly name: string;
  readonly displayName: string;
  readonly production: boolean;
  /** What runs there, by the participant's name. */
  readonly deployed: Map<string, string>;
}

/** What a Pact Broker remembers, as far as Aurora uses one. */
export class BrokerState {
  readonly versions = new Map<string, Map<string, VersionRecord>>();
  readonly pacts: PactVersion[] = [];
  readonly environments: Environment[] = [];

  version(name: string, number: string): VersionRecord {
    const versions = this.versions.get(name) ?? new Map<string, VersionRecord>();
    this.versions.set(name, versions);
    const record = versions.get(number) ?? { branches: new Set(), pacts: new Map() };
    versions.set(number, record);
    return record;
  }

  find(name: string, number: string): VersionRecord | undefined {
    return this.versions.get(name)?.get(number);
  }

  /** Content that was seen before keeps its verifications: that is what makes a broker's matrix one. */
  pact(consumer: string, provider: string, content: Readonly<Record<string, unknown>>): PactVersion {
    const sha = createHash('sha1').update(JSON.stringify(content.interactions)).digest('hex');
    const same = (each: PactVersion) => each.consumer === consumer && each.provider === provider && each.sha === sha;
    const found = this.pacts.find(same) ?? { consumer, provider, sha, content, verifications: [] };
    if (!this.pacts.includes(found)) this.pacts.push(found);
    return found;
  }

  createEnvironment(name: string, displayName: string, production: boolean): Environment {
    const environment = { uuid: randomUUID(), name, displayName, production, deployed: new Map() };
    this.environments.push(environment);
    return environment;
  }
}
