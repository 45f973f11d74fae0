import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';
import type { CHECKS } from '../deploy/record.ts';
import { parseShares } from '../parse-shares.ts';

const canaryFlag = Flags.custom<readonly number[]>({
  helpValue: 'PERCENT,…',
  async parse(text) {
    const shares = parseShares(text);
    if (shares === undefined) throw new Error(`${text} is no list of rising per cents below 100, as in 5,25`);
    return shares;
  },
});

const checkFlag = Flags.option({
  options: ['disk', 'migrations', 'contracts'] as const satisfies typeof CHECKS,
  multiple: true as const,
});

export default class Deploy extends AuroraCommand<typeof Deploy> {
  static override summary = 'Put new versions in the place of those that serve, without losing a request';
  static override description =
    'Starts the new versions beside those that serve, tries them out, switches the edge to them at once, watches, and puts the old ones back if anything is wrong. Exits 0 when the new versions serve all requests; otherwise the old ones do. Killed at any moment, it leaves whole, healthy versions serving; --resume or --abort ends it.';
  static override examples = [
    '<%= config.bin %> deploy --blue-green',
    '<%= config.bin %> deploy --blue-green --service orders-service --tag 3f2a1b4c5d6e',
    '<%= config.bin %> deploy --blue-green --pause-before-cutover && <%= config.bin %> deploy promote',
    '<%= config.bin %> deploy --blue-green --canary 5,25 --contracts https://broker.example.org',
    '<%= config.bin %> deploy --resume',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    'blue-green': Flags.boolean({
      description: 'two versions side by side, and a switch between them; there is no other way yet',
    }),
    service: Flags.string({
      description: 'only these services [default: all that differ]',
      multiple: true,
      helpValue: 'SERVICE',
    }),
    tag: Flags.string({ description: 'images that were built before [default: the code as it is]', helpValue: 'TAG' }),
    'pause-before-cutover': Flags.boolean({
      description: 'stop when the new versions are proven; `deploy promote` goes on',
    }),
    canary: canaryFlag({ description: 'first so many per cent of the requests, watched at each step' }),
    contracts: Flags.string({
      description: 'a folder, or the address of a Pact Broker, that must say yes',
      env: 'AURORA_CONTRACTS',
      helpValue: 'PLACE',
    }),
    'skip-check': checkFlag({ description: 'do not look at this before' }),
    reason: Flags.string({ description: 'what the history and whoever waits read', helpValue: 'TEXT' }),
    force: Flags.boolean({ description: 'also services that serve exactly this already' }),
    resume: Flags.boolean({
      description: 'take a deploy that was killed to its end',
      exclusive: ['abort', 'service', 'tag'],
    }),
    abort: Flags.boolean({ description: 'put the versions of before back', exclusive: ['resume', 'service', 'tag'] }),
  };

  async run(): Promise<void> {
    const [{ deploy }, { abort, resume }, { abortable, withTerminalSignals }, { selectRunning }, { resultLines }] =
      await Promise.all([
        import('../actions/deploy/deploy.ts'),
        import('../actions/deploy/carry-on.ts'),
        import('../actions/terminal-signals.ts'),
        import('../runtimes/select.ts'),
        import('../deploy/lines.ts'),
      ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { service: services = [], tag, reason, canary = [], contracts, force } = this.flags;
    const wish = {
      services,
      tag,
      reason,
      canary,
      contracts,
      force,
      pause: this.flags['pause-before-cutover'],
      skip: this.flags['skip-check'] ?? [],
    };
    const record = await withTerminalSignals((react) => {
      const work = { fleet, runtime, narrator: this.narrator, signal: abortable(react) };
      if (this.flags.resume) return resume(work);
      if (this.flags.abort) return abort(work);
      return deploy(work, wish);
    });
    this.print(record, () => (record ? resultLines(record) : ['nothing to deploy: every service serves exactly this']));
  }
}
