import { relative } from 'node:path';
import { AuroraCommand, Flags } from '../../../command.ts';

export default class MigrateSplitInit extends AuroraCommand<typeof MigrateSplitInit> {
  static override summary = 'Propose which tables of an old database go where';
  static override description =
    'Reads its tables, and writes aurora.split.yaml beside the config: by names, types and foreign keys, with a comment on each guess.';
  static override examples = [
    '<%= config.bin %> migrate split init --from postgres://reader@old.example.org/shop',
    '<%= config.bin %> migrate split init --from mysql://reader@old.example.org/shop --force',
  ];
  static override flags = {
    from: Flags.string({ description: 'the old database', env: 'AURORA_SPLIT_URL', helpValue: 'URL' }),
    schema: Flags.string({
      description: 'the schema of its tables, on PostgreSQL',
      default: 'public',
      helpValue: 'NAME',
    }),
    force: Flags.boolean({ description: 'instead of the file that is there' }),
  };

  async run(): Promise<void> {
    const { splitInit } = await import('../../../actions/split-init.ts');
    const { from, schema, force } = this.flags;
    const { path, mapped, ignored, doubts } = await splitInit(await this.fleet(), { from, schema, force });
    this.print({ path, mapped, ignored, doubts }, () => [
      ...mapped.map(({ table, into }) => `${table} → ${into}`),
      ...(ignored.length > 0 ? [`left out: ${ignored.join(', ')}`] : []),
      `${relative(process.cwd(), path)}: ${doubts} guesses to look at, each with a ?`,
    ]);
  }
}
