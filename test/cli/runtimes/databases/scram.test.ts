import { describe, expect, it } from '@jest/globals';
import { scramVerifier } from '../../../../cli/runtimes/databases/scram.ts';

describe('the verifier of a password', () => {
  // Salt and iterations of RFC 7677, section 3; stored and server key computed by PostgreSQL 18 for the same.
  it('is what PostgreSQL would store', () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(scramVerifier('pencil', salt, 4096)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });
});
