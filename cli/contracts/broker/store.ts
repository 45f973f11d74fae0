import { AuroraError } from '../../errors.ts';
import type { PactContent } from '../pact.ts';
import type {
  ContractStore,
  Participant,
  Publication,
  Published,
  PublishedPact,
  Verification,
} from '../store/contract.ts';
import { requireName } from '../store/names.ts';
import { neverPublished } from '../store/never-published.ts';
import { type BrokerAccess, createBrokerClient, linkTo, notABroker } from './client.ts';
import { type Link, linksIn, type Resource } from './hal.ts';
import { type MatrixRow, matrixUrl } from './matrix.ts';

/**
 * A Pact Broker, over its HAL API: links are followed from its index on, but to the matrix, to which none leads. Its `/can-i-deploy` is not
 * asked, since that says yes to what has no pacts at all; the matrix is, pair by pair.
 */
export function brokerStore(access: BrokerAccess): ContractStore {
  const { url: base } = access;
  const ask = createBrokerClient(access);
  const get = async (url: string) => (await ask(url)).resource;
  let index: Promise<Resource> | undefined;
  const follow = async (relation: string, variables?: Readonly<Record<string, string>>) => {
    index ??= get(`${base}/`);
    return linkTo(required(base, await index, relation), variables);
  };
  const versionUrl = ({ name, version }: Participant) =>
    follow('pb:pacticipant-version', {
      pacticipant: requireName('participant', name),
      version: requireName('version', version),
    });
  const matrix = async (participants: readonly (Pick<Participant, 'name'> & Partial<Participant>)[]) =>
    ((await get(matrixUrl(base, participants))).matrix ?? []) as readonly MatrixRow[];
  const environmentCalled = async (name: string) =>
    environmentsIn(await get(await follow('pb:environments'))).find((each) => each.name === name);

  const publishPacts = async ({ name, version, branch, pacts }: Publication) => {
    const url = await versionUrl({ name, version });
    if (branch !== null) {
      const variables = { pacticipant: name, branch, version };
      await ask(await follow('pb:pacticipant-branch-version', variables), { method: 'PUT', body: {} });
    } else if (pacts.length === 0 && (await ask(url, { also: [404] })).status === 404) {
      // One without pacts of its own is known all the same. To put it again could take away what others have said of it.
      await ask(url, { method: 'PUT', body: {} });
    }
    if (pacts.length === 0) return;
    await ask(await follow('pb:publish-contracts'), {
      method: 'POST',
      body: {
        pacticipantName: name,
        pacticipantVersionNumber: version,
        ...(branch !== null && { branch }),
        contracts: pacts.map(({ consumer, provider, content }) => ({
          consumerName: consumer,
          providerName: provider,
          specification: 'pact',
          contentType: 'application/json',
          content: Buffer.from(JSON.stringify(content)).toString('base64'),
        })),
      },
    });
  };

  /** With the pacts that a version of a consumer has; which provider each is of, it tells itself. */
  const pactsOf = (version: Resource): Promise<BrokerPact[]> =>
    Promise.all(
      linksIn(version, 'pb:pact-versions').map(async ({ href }) => {
        const resource = await get(href);
        const { name = '' } = Object(resource.provider) as { name?: string };
        return { provider: name, href, resource };
      }),
    );

  const publishVerification = async (
    providerVersion: string,
    { pact, consumerVersion, success, failures }: Verification,
    pacts: readonly BrokerPact[],
  ) => {
    const found = pacts.find(({ provider }) => provider === pact.provider);
    if (!found) throw notABroker(base, `it lost the pact of ${pact.consumer} ${consumerVersion} and ${pact.provider}`);
    await ask(linkTo(required(base, found.resource, 'pb:publish-verification-results')), {
      method: 'POST',
      body: {
        success,
        providerApplicationVersion: providerVersion,
        ...(failures.length > 0 && { testResults: [{ tests: failures.map((failure) => ({ failure })) }] }),
      },
    });
  };

  return {
    name: base,

    async publish(publications) {
      for (const publication of publications) await publishPacts(publication);
      const known = new Map<string, Promise<readonly BrokerPact[]>>();
      for (const { version, verifications } of publications) {
        for (const verification of verifications) {
          const consumer = { name: verification.pact.consumer, version: verification.consumerVersion };
          const key = JSON.stringify(consumer);
          known.set(key, known.get(key) ?? pactsOf(await get(await versionUrl(consumer))));
          await publishVerification(version, verification, (await known.get(key)) ?? []);
        }
      }
    },

    async published(participant): Promise<Published | null> {
      const { status, resource } = await ask(await versionUrl(participant), { also: [404] });
      if (status === 404) return null;
      const { name, version } = participant;
      const pacts = (await pactsOf(resource)).map(
        ({ provider, href }): PublishedPact => ({ consumer: name, consumerVersion: version, provider, digest: href }),
      );
      if (pacts.length > 0) return { name, version, pacts, verified: true };
      const rows = await matrix([{ name, version }]);
      return { name, version, pacts, verified: rows.some((row) => row.provider.version?.number === version) };
    },

    async content({ digest: href }) {
      const { consumer, provider, interactions, messages, metadata } = (await get(href)) as unknown as PactContent;
      return { consumer, provider, metadata, ...(interactions && { interactions }), ...(messages && { messages }) };
    },

    async verdict({ consumer, consumerVersion, provider }, providerVersion) {
      const rows = await matrix([
        { name: consumer, version: consumerVersion },
        { name: provider, version: providerVersion },
      ]);
      const row = rows.find(
        (each) =>
          each.consumer.name === consumer &&
          each.consumer.version.number === consumerVersion &&
          each.provider.name === provider &&
          each.provider.version?.number === providerVersion,
      );
      return row?.verificationResult ? { success: row.verificationResult.success, failures: [] } : null;
    },

    async environments() {
      return environmentsIn(await get(await follow('pb:environments'))).map(({ name }) => name);
    },

    async deployed(environment) {
      const found = await environmentCalled(environment);
      if (!found) return [];
      const { resource } = await ask(linkTo(required(base, await get(self(base, found)), CURRENTLY)));
      const { deployedVersions = [] } = Object(resource._embedded) as { deployedVersions?: readonly Deployed[] };
      return deployedVersions.map(({ _embedded: { pacticipant, version } }) => ({
        name: pacticipant?.name ?? nameIn(base, version),
        version: version.number,
      }));
    },

    async recordDeployment(participant, environment) {
      if (!(await environmentCalled(requireName('environment', environment)))) {
        const body = { name: environment, displayName: environment, production: environment === 'production' };
        await ask(await follow('pb:environments'), { method: 'POST', body });
      }
      const { status, resource } = await ask(await versionUrl(participant), { also: [404] });
      if (status === 404) throw neverPublished(participant, base);
      const link = linksIn(resource, 'pb:record-deployment').find(({ name }) => name === environment);
      if (!link) throw notDeployable(base, participant, environment);
      await ask(linkTo(link), { method: 'POST', body: {} });
    },
  };
}

const CURRENTLY = 'pb:currently-deployed-deployed-versions';

interface BrokerPact {
  readonly provider: string;
  readonly href: string;
  readonly resource: Resource;
}

interface Environment extends Resource {
  readonly name: string;
}

interface Deployed {
  readonly _embedded: {
    /** Older brokers leave it out. */
    readonly pacticipant?: { readonly name: string };
    readonly version: Resource & { readonly number: string };
  };
}

/** `…/pacticipants/NAME/versions/NUMBER` */
function nameIn(base: string, version: Resource): string {
  const [, name] = /\/pacticipants\/([^/]+)\//.exec(self(base, version)) ?? [];
  return decodeURIComponent(name ?? '');
}

function environmentsIn({ _embedded }: Resource): readonly Environment[] {
  return (Object(_embedded) as { environments?: readonly Environment[] }).environments ?? [];
}

function self(base: string, resource: Resource): string {
  return linkTo(required(base, resource, 'self'));
}

/** What Aurora stands on; @throws AuroraError `not_a_broker` where it is not there */
function required(base: string, resource: Resource, relation: string): Link {
  const [link] = linksIn(resource, relation);
  if (link) return link;
  throw notABroker(base, `its answer has no link ${relation}: it is something else, or older than that`);
}

function notDeployable(base: string, { name, version }: Participant, environment: string): AuroraError {
  return new AuroraError('broker_refused', `${base} does not let ${name} ${version} be recorded in ${environment}.`, {
    exit: 'failed',
    details: ['The version has no such link; who may read and write environments is a right of its own there.'],
    next: 'look at the environment there, and at the rights of the token',
  });
}
