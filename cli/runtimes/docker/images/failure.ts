import { AuroraError } from '../../../errors.ts';
import { engineAddress, engineUnreachable } from '../engine.ts';

/** How far a build had come. */
export interface Progress {
  /** e.g. `Step 21/37 : RUN npm ci`; empty before the first. */
  readonly step: string;
  /** What that step printed last. */
  readonly lines: readonly string[];
}

const UNAVAILABLE =
  /pull access denied|manifest (for|unknown)|not found|no such host|connection refused|timeout|dial tcp|x509/i;
const FULL = /no space left on device|ENOSPC/i;

/** Why an image could not be built, and what to do. @param what e.g. `the image of subject-service` */
export function buildFailure(what: string, service: string, message: string, { step, lines }: Progress): AuroraError {
  const again = `aurora build${service && ` ${service}`}`;
  if (FULL.test([message, ...lines].join('\n'))) return diskFull(what, message);
  const [, base = ''] = /: FROM (\S+)/.exec(step) ?? [];
  if (base && UNAVAILABLE.test(message)) {
    return new AuroraError('image_missing', `${what} begins with ${base}, which the engine cannot get.`, {
      exit: 'machine',
      details: [message],
      next: `docker pull ${base}, which needs a way to its registry; then: ${again}`,
      facts: { image: base },
    });
  }
  return new AuroraError('build_failed', `${what} could not be built.`, {
    exit: 'failed',
    details: [...(step ? [step] : []), ...withoutUsage(lines).slice(-LINES), message],
    next: `correct it, then: ${again}`,
    facts: { service, step },
  });
}

/** npm explains its command's options after what went wrong, at more length than is shown. */
function withoutUsage(lines: readonly string[]): readonly string[] {
  const usage = lines.indexOf('npm error Usage:');
  return usage === -1 ? lines : lines.slice(0, usage);
}

/** Of a failed step, that many lines are shown. */
const LINES = 20;

function diskFull(what: string, message: string): AuroraError {
  return new AuroraError('disk_full', `${what} could not be built: the engine's disk is full.`, {
    exit: 'machine',
    details: [message],
    next: 'docker system df, to see what takes the space; docker image prune removes layers that no image needs',
  });
}

/** What a request to the engine threw while it worked. */
export function requestFailure(what: string, service: string, error: unknown, progress: Progress): AuroraError {
  const { statusCode, message } = error as Error & { statusCode?: number };
  if (statusCode === undefined)
    return engineUnreachable(`the engine at ${engineAddress()} went away (${message})`, error);
  return buildFailure(what, service, message, progress);
}
