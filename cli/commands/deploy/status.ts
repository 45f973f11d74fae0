import { AuroraCommand, runtimeFlag } from '../../command.ts';
import { table } from '../../table.ts';

export default class DeployStatus extends AuroraCommand<typeof DeployStatus> {
  static override summary = 'Show which versions serve, what stands beside them, and who is at work';
  static override description =
    'Exits 1 where a deploy has not ended: it waits to be promoted, or was killed on its way.';
  static override examples = ['<%= config.bin %> deploy status', '<%= config.bin %> deploy status --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ deployStatus }, { selectRunning }] = await Promise.all([
      import('../../actions/deploy/status.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const status = await deployStatus(fleet, runtime);
    const { services, open, lease } = status;
    this.print(status, () => [
      ...table(
        ['SERVICE', 'SERVES', 'BESIDE IT'],
        services.map(({ name, live, beside }) => [name, spell(live), spell(beside)]),
      ),
      ...(lease ? [`${lease.owner} is at work: ${lease.reason}, since ${lease.since}`] : []),
      ...(open
        ? [
            `${open.kind} ${open.id} has not ended (${open.state}): aurora deploy ${open.state === 'paused' ? 'promote' : '--resume'}, or --abort`,
          ]
        : []),
    ]);
    if (open && !lease) this.exitWith('failed');
  }
}

function spell(instance: { readonly colour: string | null; readonly version: string } | null): string {
  return instance ? `${instance.colour} ${instance.version}` : '';
}
