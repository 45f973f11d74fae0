import type { Release } from '../../runtimes/stage.ts';
import type { Phase } from '../deployment.ts';
import { hasBegun, namesOf } from '../record.ts';

/** Starts the new versions beside the ones that serve, whoever is called before whoever calls. What a killed deploy has left there goes on. */
export const stand: Phase = async ({ record, around }) => {
  const { stage, narrator, signal } = around;
  // What is replaced gets no requests, not even the few of a canary that was killed.
  if (hasBegun(record, 'canary')) await stage.weigh(namesOf(record), 0);
  const standing = await stage.observe();
  for (const { service, to } of record.services) {
    signal.throwIfAborted();
    const found = standing.find((each) => each.service === service && each.colour === to.colour);
    if (found?.running && found.deploy === record.id && isSame(found.release, to)) continue;
    await narrator.step(`start ${service} (${to.colour})`, () => stage.stand(to, to.colour, record.id));
  }
  return [];
};

function isSame(found: Release, wanted: Release): boolean {
  return found.image === wanted.image && (wanted.digest === null || found.digest === wanted.digest);
}
