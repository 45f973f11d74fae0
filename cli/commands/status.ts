import { AuroraCommand, runtimeFlag } from '../command.ts';

export default class Status extends AuroraCommand<typeof Status> {
  static override summary = 'Show what is running';
  static override description = 'Exits 0 when every service is ready, 1 when one is not, 4 when nothing runs here.';
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ requireRunning }, { selectRuntime }, { table }] = await Promise.all([
      import('../actions/running.ts'),
      import('../runtimes/select.ts'),
      import('../table.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRuntime(fleet, this.flags.runtime);
    const status = await requireRunning(fleet, runtime);
    this.print(status, () => [
      `${status.fleet} on ${status.runtime}`,
      ...table(
        ['NAME', 'STATUS', 'URL', 'PID', 'RESTARTS', ''],
        [
          ...status.services.map(({ name, status: health, url, instances, reason = '' }) => [
            name,
            health,
            url,
            instances.map(({ pid, container }) => pid ?? container).join(' '),
            instances.reduce((sum, { restarts }) => sum + restarts, 0),
            reason,
          ]),
          ...status.infrastructure.map(({ name, status: health, port, pid, detail = '' }) => [
            name,
            health,
            port ? `127.0.0.1:${port}` : '',
            pid ?? '',
            '',
            detail,
          ]),
        ],
      ),
    ]);
    if (status.services.some(({ status: health }) => health !== 'ready')) this.exitWith('failed');
  }
}
