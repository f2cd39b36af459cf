export { registerGateway } from './gateway.ts';
export type { GatewayLimits, GatewayPorts } from './gateway-ports.ts';
