import { expect, it } from '@jest/globals';
import { trafficIn } from '../../../../../cli/runtimes/docker/edge/traffic.ts';

/** As HAProxy prints it, with most columns left out. */
const STATISTICS = `# pxname,svname,act,scur,stot,econ,eresp,hrsp_5xx,req_tot,rtime,
order-blue,BACKEND,3,1,100,6,1,2,100,10,
order-green,BACKEND,0,0,0,0,0,0,0,0,
order-blue:inner,BACKEND,2,2,300,3,0,1,300,2,
order-green:inner,BACKEND,0,0,0,0,0,0,0,0,

`;

it('counts as one what a colour got from outside and from other services', () => {
  expect(trafficIn(STATISTICS)).toEqual([
    {
      service: 'order',
      colour: 'blue',
      servers: 2,
      active: 3,
      requests: 400,
      failed: 3,
      connectErrors: 9,
      responseErrors: 1,
      meanMs: 4,
    },
    {
      service: 'order',
      colour: 'green',
      servers: 0,
      active: 0,
      requests: 0,
      failed: 0,
      connectErrors: 0,
      responseErrors: 0,
      meanMs: 0,
    },
  ]);
});
