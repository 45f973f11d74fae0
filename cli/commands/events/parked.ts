import { AuroraCommand, runtimeFlag } from '../../command.ts';
import { choiceFlags, optionalPlaceFlags, placeOf, tellLimit, wishOf } from '../../letter-flags.ts';

export default class EventsParked extends AuroraCommand<typeof EventsParked> {
  static override summary = 'List events that were given up on, and why';
  static override description =
    'Of all consumers of the fleet, oldest first, unless one place is named. They stay until they are replayed or purged.';
  static override examples = [
    '<%= config.bin %> events parked',
    '<%= config.bin %> events parked --consumer orders-service.references --since 1h',
    '<%= config.bin %> events parked --outbox orders-service --json',
    '<%= config.bin %> events parked --consumer unrouted',
  ];
  static override flags = { runtime: runtimeFlag(), ...optionalPlaceFlags, ...choiceFlags(100) };

  async run(): Promise<void> {
    const [{ parkedEvents }, { letterTable }, { selectRunning }] = await Promise.all([
      import('../../actions/events/parked.ts'),
      import('../../events/letter-lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const letters = await parkedEvents(fleet, runtime, placeOf(this.flags), wishOf(this.flags));
    this.print(letters, () => (letters.length === 0 ? ['nothing is parked'] : letterTable(letters)));
    tellLimit(letters.length, this.flags, this.narrator);
  }
}
