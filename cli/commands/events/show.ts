import { Args, AuroraCommand, runtimeFlag } from '../../command.ts';

export default class EventsShow extends AuroraCommand<typeof EventsShow> {
  static override summary = 'Show one event that was given up on, whole';
  static override description =
    'Wherever it is: parked by consumers, kept aside as nobody listens to it, or in the outbox that could not send it.';
  static override examples = [
    '<%= config.bin %> events show 01a20293-f272-7794-85ed-7977cd265ff9',
    '<%= config.bin %> events show 01a20293-f272-7794-85ed-7977cd265ff9 --json',
  ];
  static override args = { id: Args.string({ description: 'the id of the event', required: true }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ showEvent }, { letterLines }, { selectRunning }] = await Promise.all([
      import('../../actions/events/show.ts'),
      import('../../events/letter-lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const letters = await showEvent(fleet, runtime, this.args.id);
    this.print(letters, () => letters.flatMap(letterLines));
  }
}
