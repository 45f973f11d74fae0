import { Args, AuroraCommand, Flags } from '../command.ts';

export default class Init extends AuroraCommand<typeof Init> {
  static override summary = 'Make a new fleet: config, code, packages and a git history';
  static override description =
    'Asks on a terminal for what flags leave open; elsewhere, and with --yes or --answers, takes what is usual. The folder has to be empty or new.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> shop',
    '<%= config.bin %> <%= command.id %> shop --template store --yes',
    '<%= config.bin %> <%= command.id %> shop --answers answers.yaml --json',
  ];
  static override args = { dir: Args.string({ description: 'folder of the fleet', required: true }) };
  static override flags = {
    template: Flags.string({ description: 'what it begins as: minimal, store or aurora', helpValue: 'NAME' }),
    name: Flags.string({ description: 'its name [default: that of the folder]', helpValue: 'NAME' }),
    answers: Flags.string({
      description: 'YAML or JSON with template and name',
      helpValue: 'FILE',
      exclusive: ['yes'],
    }),
    yes: Flags.boolean({ char: 'y', description: 'ask nothing' }),
    install: Flags.boolean({ description: 'install its packages', default: true, allowNo: true }),
  };

  async run(): Promise<void> {
    const [{ init }, { readAnswers }, { shellWord }, { askOn, isWatched }, { abortable, withTerminalSignals }] =
      await Promise.all([
        import('../actions/init.ts'),
        import('../init/answers.ts'),
        import('../shell-word.ts'),
        import('../ask.ts'),
        import('../actions/terminal-signals.ts'),
      ]);
    const { template, name, answers, yes, install } = this.flags;
    const written = answers === undefined ? {} : readAnswers(answers);
    const wish = {
      folder: this.args.dir,
      answers: { template: template ?? written.template, name: name ?? written.name },
      install,
    };
    const ask = yes || answers !== undefined || !isWatched(this.flags) ? undefined : askOn();
    const fleet = await withTerminalSignals((react) => init({ ...wish, signal: abortable(react) }, ask, this.narrator));
    this.print(fleet, () => [
      `${fleet.name} is in ${fleet.root}: ${fleet.files} files${fleet.commit ? ', one commit' : ''}`,
      ...fleet.notes,
      `next: cd ${shellWord(fleet.root)} && ./bin/aurora up`,
    ]);
  }
}
