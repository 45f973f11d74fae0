import { AuroraError } from '../../errors.ts';
import { isPostgres } from '../../runtimes/databases.ts';
import type { SplitMapping } from '../mapping/contract.ts';
import type { Source } from './contract.ts';
import { telling } from './telling.ts';

/**
 * The old database. Only the driver in use is loaded.
 * @throws AuroraError `split_source_missing`, `split_source_url`, `split_source_unreachable`, later `split_sql`
 */
export async function openSource(url: string | undefined, { source }: Pick<SplitMapping, 'source'>): Promise<Source> {
  const address = requireUrl(url);
  try {
    if (isPostgres(address)) {
      return telling(await (await import('./postgres.ts')).openPostgres(address, source.schema));
    }
    return telling(await (await import('./mysql.ts')).openMysql(address));
  } catch (cause) {
    const { host, pathname } = new URL(address);
    const { message, code } = cause as Error & { code?: string };
    throw new AuroraError(
      'split_source_unreachable',
      `The old database ${pathname.slice(1)} at ${host} cannot be read.`,
      {
        exit: 'startup',
        details: [message || (code ?? 'no reason given')],
        next: 'look at the URL given by --from or AURORA_SPLIT_URL, and whether the login may read all tables',
        cause,
      },
    );
  }
}

function requireUrl(url: string | undefined): string {
  if (!url) {
    throw new AuroraError('split_source_missing', 'No old database was named.', {
      exit: 'usage',
      details: ['Its URL has a password, so it stands in no file of the fleet.'],
      next: 'AURORA_SPLIT_URL=postgres://reader:…@host/database aurora migrate split --dry-run',
    });
  }
  requireEncoded(url);
  const protocol = URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : undefined;
  if (protocol && ['postgres', 'postgresql', 'mysql', 'mariadb'].includes(protocol)) return url;
  throw new AuroraError('split_source_url', 'The URL of the old database is none that can be read.', {
    exit: 'usage',
    details: [
      protocol ? `It begins with ${protocol}:` : 'It is no URL.',
      'It may be a database of PostgreSQL, MySQL or MariaDB.',
    ],
    next: 'AURORA_SPLIT_URL=mysql://reader:…@host/database aurora migrate split --dry-run',
  });
}

/** With a `/`, `?` or `#` as it is, the rest of a password would be taken for a database's name, and told. */
function requireEncoded(url: string): void {
  if (!/[/?#].*@/s.test(url.replace(/^[a-z]+:\/\//i, ''))) return;
  throw new AuroraError('split_source_url', 'The URL of the old database has an @ after a /, ? or #.', {
    exit: 'usage',
    details: ['Most likely the password has one of them: in a URL they are %2F, %3F and %23, and an @ is %40.'],
    next: 'write the URL anew, then: aurora migrate split --dry-run',
  });
}
