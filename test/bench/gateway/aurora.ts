// The gateway of a fleet with everything on: token, correlation, trace, deadline, access log, metrics.
import { startGateway } from '../../../services/api-gateway/test/support/gateway.ts';
import { serve } from './serve.ts';

const [, , upstream = ''] = process.argv;
const gateway = await startGateway({ instances: { things: [upstream] }, environment: { LOG_LEVEL: 'info' } });
await serve(gateway.app.server, { authorization: gateway.authorization });
