import { AuroraError } from '../../errors.ts';
import type { Participant } from './contract.ts';

export function neverPublished({ name, version }: Participant, store: string): AuroraError {
  return new AuroraError('no_such_version', `${store} knows no version ${version} of ${name}.`, {
    exit: 'usage',
    next: `aurora contracts publish --to ${store}`,
  });
}
