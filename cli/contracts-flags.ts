import { Flags } from './command.ts';
import { AuroraError } from './errors.ts';

const PLACE = { env: 'PACT_BROKER_BASE_URL', helpValue: 'DIR|URL' };

/** Where contracts are kept for all: a folder, or a Pact Broker. Its name differs by the direction. */
export const placeFlag = (description: string) => Flags.string({ ...PLACE, description });

export const versionFlag = () =>
  Flags.string({ description: 'what the code is called [default: its commit]', helpValue: 'V' });

export const participantsFlag = (description: string) => Flags.string({ description, multiple: true, helpValue: 'S' });

/** @throws AuroraError `no_place` where neither the flag nor the variable says it */
export function requirePlace(place: string | undefined, flag: string): string {
  if (place) return place;
  throw new AuroraError('no_place', 'It is not said where contracts are kept.', {
    exit: 'usage',
    details: ['A folder that all who build and deploy share, or the address of a Pact Broker.'],
    next: `--${flag} DIR, --${flag} https://broker.example.org, or the same in PACT_BROKER_BASE_URL`,
  });
}
