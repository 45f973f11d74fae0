import { Args, AuroraCommand, runtimeFlag } from '../command.ts';

export default class Open extends AuroraCommand<typeof Open> {
  static override summary = 'Open the API pages of the running fleet in a browser';
  static override description = 'Prints the address; the browser is opened only from a terminal.';
  static override examples = [
    '<%= config.bin %> open',
    '<%= config.bin %> open config-service',
    '<%= config.bin %> open --json',
  ];
  static override args = { service: Args.string({ description: 'whose pages [default: the gateway]' }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ findPage, showInBrowser }, { selectRunning }] = await Promise.all([
      import('../actions/open.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const page = await findPage(fleet, runtime, this.args.service);
    const opened = process.stdout.isTTY === true && !this.flags.json && (await showInBrowser(page.url));
    this.print({ ...page, opened }, () => [page.url]);
  }
}
