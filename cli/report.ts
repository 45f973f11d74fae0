import { AuroraError, exitCodes } from './errors.ts';
import { type Colour, paint } from './narrators/paint.ts';

export interface Report {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What bin/run.js prints for whatever was thrown: what happened, why, and the next command to type. */
export function report(thrown: unknown, argv: readonly string[]): Report {
  const error = understood(thrown);
  const exitCode = exitCodes[error.exit].code;
  const { code, message, details, next, facts } = error;
  if (wantsJson(argv)) {
    const document = { error: { code, message, details, ...(next && { next }), ...facts, exitCode } };
    return { stdout: `${JSON.stringify(document, null, 2)}\n`, stderr: '', exitCode };
  }
  const colour = paint(process.stderr);
  return { stdout: '', stderr: `${lines(error, colour).join('\n')}\n`, exitCode };
}

function lines(error: AuroraError, colour: (colour: Colour, text: string) => string): string[] {
  return [
    `${colour(['red', 'bold'], 'error:')} ${error.message}`,
    ...error.details.map((detail) => `  ${detail}`),
    ...(error.next ? [`  ${colour('cyan', 'next:')} ${error.next}`] : []),
  ];
}

function understood(thrown: unknown): AuroraError {
  if (thrown instanceof AuroraError) return thrown;
  return machineError(thrown) ?? defect(thrown);
}

const machineCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/** What the operating system refused: the machine has to change, not Aurora. */
function machineError(thrown: unknown): AuroraError | undefined {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return undefined;
  if (typeof thrown.code !== 'string' || !machineCodes.has(thrown.code)) return undefined;
  return new AuroraError('machine_refused', thrown.message, { exit: 'machine', next: 'aurora doctor', cause: thrown });
}

function defect(thrown: unknown): AuroraError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const debug = process.env.AURORA_DEBUG === '1';
  return new AuroraError('internal', `A defect in Aurora: ${error.message}`, {
    exit: 'internal',
    details: debug ? (error.stack ?? '').split('\n') : [],
    next: debug
      ? 'please report it with the lines above'
      : 'run it again with AURORA_DEBUG=1 and report what it prints',
    cause: error,
  });
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
