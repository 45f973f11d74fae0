import { AuroraCommand, runtimeFlag } from '../command.ts';

export default class Scale extends AuroraCommand<typeof Scale> {
  static override summary = 'Let more or fewer instances of a service run';
  static override description =
    'Returns when they are ready. It lasts until `replicas` in aurora.config.yaml says something else than before. Only a swarm runs several instances; process and docker have one of each.';
  static override examples = [
    '<%= config.bin %> scale subject-service=3',
    '<%= config.bin %> scale api-gateway=2 subject-service=4 --json',
  ];
  static override strict = false;
  static override usage = 'scale SERVICE=COUNT... [flags]';
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ scale }, { selectRunning }] = await Promise.all([
      import('../actions/scale.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { argv } = await this.parse(Scale);
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const counts = await scale(fleet, runtime, argv as string[], this.narrator);
    this.print({ scaled: Object.fromEntries(counts) }, () => [
      `scaled ${[...counts].map(([service, count]) => `${service} to ${count}`).join(', ')}`,
    ]);
  }
}
