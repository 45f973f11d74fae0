import { AuroraError } from '../../errors.ts';

/** What a server has against making databases, without its URL, which holds a password. */
export function refused(administratorUrl: string, rights: string, cause: unknown): AuroraError {
  const { host, username } = new URL(administratorUrl);
  const { code, message } = cause as NodeJS.ErrnoException;
  const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code ?? '');
  return new AuroraError('databases_refused', `The databases could not be made on ${host}.`, {
    exit: 'startup',
    details: [unreachable ? message : `As ${decodeURIComponent(username)}: ${message}`],
    next: unreachable ? 'see that the server of DATABASE_URL runs' : `give a login with ${rights} in DATABASE_URL`,
    cause,
  });
}
