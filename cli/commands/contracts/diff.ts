import { AuroraCommand, Flags } from '../../command.ts';

export default class ContractsDiff extends AuroraCommand<typeof ContractsDiff> {
  static override summary = 'Say what has changed in contracts, and whom it breaks';
  static override description =
    'Compares OpenAPI documents, events and pacts with those of another commit or folder: each change is breaking or additive, with where, why and what to do. A request that asks for more and an answer that gives less are breaking.';
  static override examples = [
    '<%= config.bin %> contracts diff',
    '<%= config.bin %> contracts diff --against v1.4.0 --fail-on breaking',
    '<%= config.bin %> contracts diff --against /mnt/fleet-of-last-week --json',
    '<%= config.bin %> contracts diff --code',
  ];
  static override flags = {
    against: Flags.string({
      description: 'a revision of git, or a folder with contracts/ [default: where the branch left the main one]',
      helpValue: 'GIT-REF|DIR',
    }),
    'fail-on': Flags.string({ description: 'exit 1 if there is such a change', options: ['breaking', 'any'] }),
    code: Flags.boolean({ description: 'take what services serve from their code, not from what is recorded' }),
  };

  async run(): Promise<void> {
    const [{ diffContracts }, { diffLines }] = await Promise.all([
      import('../../actions/contracts/diff.ts'),
      import('../../contracts/diff/lines.ts'),
    ]);
    const { against, code, 'fail-on': failOn } = this.flags;
    const diff = await diffContracts(await this.fleet(), { against, code }, this.narrator);
    this.print(diff, () => diffLines(diff.changes, diff.against));
    const isFailed = failOn === 'any' ? diff.changes.length > 0 : failOn === 'breaking' && diff.breaking > 0;
    if (isFailed) this.exitWith('failed');
  }
}
