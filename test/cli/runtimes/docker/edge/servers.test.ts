import { expect, it } from '@jest/globals';
import { serversOf } from '../../../../../cli/runtimes/docker/edge/servers.ts';

/** As HAProxy 2.6 and 3.2 print it, with the columns after these cut off. */
const STATE = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight
3 order-blue 1 blue 172.18.0.3 2 0 1
4 order-green 1 green - 0 32 1
5 api-gateway-blue 1 blue 172.18.0.9 2 1 1
`;

it('tells which containers the edge has found', () => {
  expect(serversOf(STATE)).toEqual([
    { service: 'order', colour: 'blue', there: true },
    { service: 'order', colour: 'green', there: false },
    { service: 'api-gateway', colour: 'blue', there: false },
  ]);
});
