// The gateway of a fleet with everything on: token, correlation, trace, deadline, access log, metrics.
import { startGateway } from '../../../shared/gateway/testing/index.ts';
import { serve } from './serve.ts';

const [, , upstream = ''] = process.argv;
const gateway = await startGateway({ instances: { things: [upstream] }, environment: { LOG_LEVEL: 'info' } });
await serve(gateway.app.server, { authorization: gateway.authorization });
