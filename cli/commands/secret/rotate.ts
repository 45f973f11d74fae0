import { AuroraCommand, Flags } from '../../command.ts';

export default class SecretRotate extends AuroraCommand<typeof SecretRotate> {
  static override summary = 'Replace passwords and keys, and bring the fleet to the new ones';
  static override description =
    'Names are kinds (databases, broker, cache, signing-keys, download-urls, edges) or services; without one, all are replaced. A fleet that runs is restarted service by service, with its code and config as they are now; one that is down has them from its next `up` on. Tokens signed with an old key are accepted for an hour more, download URLs until they end.';
  static override examples = [
    '<%= config.bin %> secret rotate',
    '<%= config.bin %> secret rotate databases broker',
    '<%= config.bin %> secret rotate signing-keys --at-once',
  ];
  static override strict = false;
  static override usage = 'secret rotate [NAME...] [flags]';
  static override flags = {
    'at-once': Flags.boolean({ description: 'accept nothing any more that old keys have signed: one has leaked' }),
  };

  async run(): Promise<void> {
    const { rotateSecrets } = await import('../../actions/secret.ts');
    const { argv } = await this.parse(SecretRotate);
    const atOnce = this.flags['at-once'];
    const done = await rotateSecrets(await this.fleet(), argv as string[], { atOnce }, this.narrator);
    const end = done.inForce ? 'in force' : 'in force from the next aurora up on';
    this.print(done, () => [`rotated ${done.rotated.length} secrets; ${end}`]);
  }
}
