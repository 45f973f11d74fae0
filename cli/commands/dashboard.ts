import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Dashboard extends AuroraCommand<typeof Dashboard> {
  static override summary = 'Show the fleet in a browser: health, traffic, logs, traces, events';
  static override description =
    'Prints an address that is good for one visit, and serves the page on this machine alone until Ctrl-C; also while the fleet is down. Outside of development it only shows.';
  static override examples = [
    '<%= config.bin %> dashboard',
    '<%= config.bin %> dashboard --port 9000 --no-open',
    '<%= config.bin %> dashboard --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    port: Flags.integer({
      description: 'where to listen [default: the first free one from 7400]',
      min: 1,
      max: 65_535,
    }),
    open: Flags.boolean({ description: 'open the browser [default: on a terminal]', allowNo: true }),
    'allow-actions': Flags.boolean({ description: 'restart and replay from the page outside of development too' }),
  };

  async run(): Promise<void> {
    const [{ openDashboard }, { dashboardPort }, { showInBrowser }, { abortable, withTerminalSignals }] =
      await Promise.all([
        import('../actions/dashboard.ts'),
        import('../actions/dashboard-port.ts'),
        import('../actions/open.ts'),
        import('../actions/terminal-signals.ts'),
      ]);
    const fleet = await this.fleet();
    const { runtime, port: wanted, json } = this.flags;
    await withTerminalSignals(async (react) => {
      const stop = abortable(react);
      const folder = await this.#page();
      const port = await dashboardPort(wanted, this.narrator);
      const mayAct = this.flags['allow-actions'] || fleet.environment === 'development';
      const moved = (url: string) => this.narrator.info(`for another browser: ${url}`);
      await using dashboard = await openDashboard(fleet, { runtime, port, mayAct, folder, moved });
      const { url } = dashboard;
      this.emit({ url }, () => url);
      const open = this.flags.open ?? (process.stdout.isTTY === true && !json);
      if (open && !(await showInBrowser(url)))
        this.narrator.info('there is no browser to open here: follow the address');
      await new Promise((resolve) => (stop.aborted ? resolve(undefined) : stop.addEventListener('abort', resolve)));
    });
  }

  async #page(): Promise<string> {
    const { buildPage } = await import('../dashboard/build.ts');
    return buildPage();
  }
}
