import { BlockList, isIP } from 'node:net';

const MAPPED = /^::ffff:(?=\d+\.)/i;
const BITS = { 4: 32, 6: 128 } as const;

/** Whose word on a client counts: the networks of the setting, and further addresses that are asked for one by one. */
export class TrustedProxies {
  #networks: BlockList | undefined;
  #alsoTrusted: (address: string) => boolean = () => false;

  /**
   * From now on these are trusted.
   * @param list addresses and networks, e.g. `10.0.0.0/8`
   * @returns those that are none
   */
  follow(list: readonly string[]): readonly string[] {
    const networks = new BlockList();
    const wrong = list.filter((entry) => !add(networks, entry));
    this.#networks = networks.rules.length > 0 ? networks : undefined;
    return wrong;
  }

  /** Addresses that are not known beforehand, e.g. those behind a name. */
  alsoTrust(isTrusted: (address: string) => boolean): void {
    this.#alsoTrusted = isTrusted;
  }

  trusts(address: string | undefined): boolean {
    // A socket that is closed has none.
    if (address === undefined) return false;
    const plain = address.replace(MAPPED, '');
    const version = isIP(plain);
    if (version === 0) return false;
    const bare = version === 6 ? withoutZone(plain) : plain;
    return this.#networks?.check(bare, version === 6 ? 'ipv6' : 'ipv4') === true || this.#alsoTrusted(bare);
  }
}

function add(networks: BlockList, entry: string): boolean {
  const [address = '', prefix, more] = entry.split('/');
  const version = isIP(address);
  if ((version !== 4 && version !== 6) || more !== undefined || address.includes('%')) return false;
  const bits = prefix === undefined ? BITS[version] : Number(prefix);
  if (!/^\d{1,3}$/.test(prefix ?? '0') || bits > BITS[version]) return false;
  networks.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  return true;
}

/** Link-local addresses come with the interface, `fe80::1%eth0`. */
function withoutZone(address: string): string {
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
}
