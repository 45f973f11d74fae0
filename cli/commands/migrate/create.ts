import { relative } from 'node:path';
import { Args, AuroraCommand } from '../../command.ts';

export default class MigrateCreate extends AuroraCommand<typeof MigrateCreate> {
  static override summary = 'Write an empty migration with the next number';
  static override examples = ['<%= config.bin %> migrate create orders-service add-price'];
  static override args = {
    service: Args.string({ description: 'whose migration', required: true }),
    name: Args.string({ description: 'verb-noun in kebab-case', required: true }),
  };

  async run(): Promise<void> {
    const { migrateCreate } = await import('../../actions/migrate.ts');
    const fleet = await this.fleet();
    const path = await migrateCreate(fleet, this.args.service, this.args.name);
    this.print({ path }, () => [relative(process.cwd(), path)]);
  }
}
