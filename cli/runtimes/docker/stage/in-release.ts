import type { Release } from '../../stage.ts';
import type { ContainerSpec } from '../spec.ts';

/** Which instance it is, in which place, and where it hears its role, its place says; where its files are, its spec. */
const OF_ITS_PLACE = /^(INSTANCE_ID|ADVERTISED_AS|SERVICE_COLOUR|ROLE_URL|.*_FILE)$/;

/** What a release is to run in, where the usual one would stand. */
export function inRelease(usual: ContainerSpec, release: Release): ContainerSpec {
  const { image, version } = release;
  const own = {
    ...usual.environment,
    SERVICE_VERSION: version,
    SERVICE_BUILD: image,
    ...release.environment,
    ...Object.fromEntries(Object.entries(usual.environment).filter(([name]) => OF_ITS_PLACE.test(name))),
  };
  // Which migration another image counts on, the files here do not say. In their order: the fingerprint goes by it.
  const isKnown = image === usual.image || release.environment !== undefined;
  const environment = Object.fromEntries(
    Object.entries(own).filter(([name]) => isKnown || name !== 'EXPECTED_MIGRATION'),
  );
  return { ...usual, image, environment };
}

/** Of the variables that something runs with, those that a release takes along. */
export function lastingIn(variables: readonly string[]): Record<string, string> {
  const entries = variables.map((line): [string, string] => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  return Object.fromEntries(entries.filter(([name]) => !OF_ITS_PLACE.test(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
