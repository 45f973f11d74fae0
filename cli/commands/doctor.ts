import type { Finding } from '../actions/doctor.ts';
import { AuroraCommand, runtimeFlag } from '../command.ts';
import type { Colour } from '../narrators/paint.ts';

export default class Doctor extends AuroraCommand<typeof Doctor> {
  static override summary = 'Look for what keeps the fleet from running, and say what to do about it';
  static override description = 'Exits 1 if anything does; warnings leave it at 0.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ examine }, { findRunning }, { paint }] = await Promise.all([
      import('../actions/doctor.ts'),
      import('../runtimes/select.ts'),
      import('../narrators/paint.ts'),
    ]);
    const { config: file, env: environment, runtime } = this.flags;
    const findings = await examine({ file, environment, runtime }, async (fleet) => {
      const running = await findRunning(fleet, runtime);
      return running?.status ?? null;
    });
    const colour = paint(process.stdout);
    this.print({ checks: findings }, () => findings.flatMap((finding) => lines(finding, colour)));
    if (findings.some(({ status }) => status === 'fail')) this.exitWith('failed');
  }
}

const marks: Record<Finding['status'], [Colour, string]> = {
  ok: ['green', '✓'],
  warn: ['yellow', '!'],
  fail: ['red', '✗'],
};

function lines(finding: Finding, colour: (colour: Colour, text: string) => string): string[] {
  const { status, check, found, details = [], next } = finding;
  const [shade, mark] = marks[status];
  const more = [...details, ...(next ? [`${colour('cyan', 'next:')} ${next}`] : [])];
  return [`${colour(shade, mark)} ${check.padEnd(14)}  ${found}`, ...more.map((line) => `${' '.repeat(18)}${line}`)];
}
