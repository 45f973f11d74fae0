import { describe, expect, it } from '@jest/globals';
import { listeningInodes } from '../../../../cli/runtimes/ports/proc-net.ts';

// As in `man 5 proc`: 8000 (1F40) listens, 8001 (1F41) is a connection, 18000 (4650) listens on every address.
const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F41 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 20 4 30 10 -1
   2: 00000000:4650 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 100 0 0 10 0
`;

describe('sockets that listen', () => {
  it('are found by their port', () => {
    expect(listeningInodes(TABLE, 8000)).toEqual(['111']);
    expect(listeningInodes(TABLE, 18000)).toEqual(['333']);
  });

  it('are no connections', () => {
    expect(listeningInodes(TABLE, 8001)).toEqual([]);
  });
});
