export { startGateway, type TestGateway, type TestGatewayOptions, type TestSettings, THINGS } from './gateway.ts';
export { startUpstream, type Upstream } from './upstream.ts';
