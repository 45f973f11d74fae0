import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import { timeSpanFlag } from '../time-span.ts';
import { AREAS } from '../verify/contract.ts';

const areaFlag = Flags.option({ options: AREAS, multiple: true as const });

export default class Verify extends AuroraCommand<typeof Verify> {
  static override summary = 'Prove that the running fleet works';
  static override description =
    'Health, registry, migrations, access, headers, contracts, events from end to end, and journeys through the gateway. Exits 0 only if nothing failed. What it makes it takes away again, also after Ctrl-C.';
  static override examples = [
    '<%= config.bin %> verify',
    '<%= config.bin %> verify --smoke',
    '<%= config.bin %> verify --area health --area headers --timing',
    '<%= config.bin %> verify --service orders-service --timeout 30s',
    '<%= config.bin %> verify --junit report.xml --json',
    '<%= config.bin %> verify --repeat 20 --skip journeys',
    '<%= config.bin %> verify --bundle report.zip',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    smoke: Flags.boolean({ description: 'only what writes nothing' }),
    area: areaFlag({ description: 'only these areas' }),
    skip: areaFlag({ description: 'all but these areas' }),
    service: Flags.string({ description: 'only what is about these services', multiple: true, helpValue: 'SERVICE' }),
    timeout: timeSpanFlag({ description: 'time for one run: what is not done then has failed [default: 2m]' }),
    repeat: Flags.integer({ description: 'so many runs in a row, to find flakes', min: 1, max: 1000, helpValue: 'N' }),
    timing: Flags.boolean({ description: 'also show how long areas and the slowest checks took' }),
    junit: Flags.string({ description: 'also write the results as JUnit XML', helpValue: 'FILE' }),
    github: Flags.boolean({
      description: 'also write annotations and a summary for GitHub Actions [default: where GITHUB_ACTIONS is true]',
      allowNo: true,
    }),
    bundle: Flags.string({
      description: 'also write a zip for a bug report, without secrets; of a fleet that is down as well',
      helpValue: 'FILE.zip',
    }),
  };

  async run(): Promise<void> {
    const [{ abortable, withTerminalSignals }, { bundled }, { writeReports }, { summary }] = await Promise.all([
      import('../actions/terminal-signals.ts'),
      import('../actions/verify-bundle.ts'),
      import('../actions/verify-reports.ts'),
      import('../verify/report/summary.ts'),
    ]);
    const { config: file, env: environment, runtime: on, bundle, timing, junit } = this.flags;
    const place = { file, environment, runtime: on };
    const report = await bundled(bundle, place, this.narrator, () =>
      withTerminalSignals((react) => this.verify(abortable(react))),
    );
    const github = this.flags.github ?? process.env.GITHUB_ACTIONS === 'true';
    const annotations = await writeReports(report, { junit, github, root: (await this.fleet()).root });
    // GitHub reads either; beside JSON nothing else may stand on stdout.
    for (const line of annotations) (this.flags.json ? process.stderr : process.stdout).write(`${line}\n`);
    this.print(report, () => summary(report, { timing }));
    if (!report.ok) this.exitWith('failed');
  }

  private async verify(signal: AbortSignal) {
    const [{ verify }, { selectRunning }] = await Promise.all([
      import('../actions/verify.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { smoke, area: areas, skip, service: services, timeout: budgetMs, repeat } = this.flags;
    const options = { smoke, areas, skip, services, budgetMs, repeat, signal };
    return verify(fleet, runtime, options, this.narrator);
  }
}
