import { describe, expect, it } from '@jest/globals';
import { TrustedProxies } from '../../../../shared/gateway/admission/trusted-proxies.ts';
import { gatewaySettings } from '../../../../shared/gateway/settings/index.ts';
import { SettingsChecker } from '../../../../shared/settings/index.ts';

function trusting(...list: string[]) {
  const proxies = new TrustedProxies();
  return { proxies, wrong: proxies.follow(list) };
}

describe('trusted proxies', () => {
  it('are nobody unless somebody is named', () => {
    const { proxies } = trusting();
    for (const address of ['127.0.0.1', '::1', '10.0.0.1', '', undefined]) expect(proxies.trusts(address)).toBe(false);
  });

  it.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.9/8', '10.1.1.1', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::FFFF:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:11.1.2.3', false],
    ['::1', '::1', true],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['fd00::/8', 'fd12:3456::1', true],
    ['fd00::/8', 'fe80::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['10.0.0.0/8', '10.0.0.1:443', false],
    ['10.0.0.0/8', '10.0.0.01', false],
    ['10.0.0.0/8', '0x0a000001', false],
    ['10.0.0.0/8', 'unknown', false],
  ])('%s: %s is one: %s', (entry, address, trusted) => {
    const { proxies, wrong } = trusting(entry);
    expect(wrong).toEqual([]);
    expect(proxies.trusts(address)).toBe(trusted);
  });

  it('are others once the list is another', () => {
    const { proxies } = trusting('10.0.0.1');
    proxies.follow(['10.0.0.2']);
    expect(['10.0.0.1', '10.0.0.2'].map((address) => proxies.trusts(address))).toEqual([false, true]);
    proxies.follow([]);
    expect(proxies.trusts('10.0.0.2')).toBe(false);
  });

  const WRONG = [
    '10.0.0.0/33',
    '10.0.0',
    'example.org',
    '',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '::1/129',
    ':::',
    'fe80::1%eth0',
  ];
  it.each(WRONG)('cannot be %j', (entry) => {
    const { proxies, wrong } = trusting(entry, '10.0.0.1');
    expect(wrong).toEqual([entry]);
    expect(proxies.trusts('10.0.0.1')).toBe(true);
  });

  it('are checked as a setting', () => {
    const checker = new SettingsChecker(gatewaySettings);
    const accepted = (...trustedProxies: string[]) => 'settings' in checker.check({ trustedProxies });
    expect(accepted('10.0.0.7', '10.0.0.0/8', '::1', 'fd00::/8', '2001:db8::/32', '0.0.0.0/0', '::/0')).toBe(true);
    expect(['10.0.0.0/33', 'example.org', '*', '', '10.0.0.256', '::1/129'].map((each) => accepted(each))).toEqual(
      Array(6).fill(false),
    );
  });
});
